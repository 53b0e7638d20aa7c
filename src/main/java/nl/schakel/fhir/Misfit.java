package nl.schakel.fhir;

import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Something that FHIR R4 does not have at this place.
 *
 * @param path from where the looking began: {@code .name[0].given}
 */
record Misfit(String path, String seen, String expected) {
    static Misfit here(String seen, String expected) {
        return new Misfit("", seen, expected);
    }

    /** A name that is not known here; one that is spelled otherwise is told how. */
    static Misfit unknown(R4Elements.R4Type type, String name) {
        return here(
                "an element that R4 does not have here",
                R4Elements.spelled(type, name).orElse("the elements of R4 alone, and extensions"));
    }

    Misfit under(String step) {
        return new Misfit(step + path, seen, expected);
    }

    Problem problem(String root) {
        return Problem.at(ProblemCode.SYNTAX_BROKEN, root + path).seen(seen).expected(expected);
    }
}
