package nl.schakel.translate.hl7;

import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** Looks at the outside of a message for identity and idempotency, at the cost of a few microseconds. */
public final class Peek {
    private Peek() {}

    /** Message control id (MSH-10), sending facility (MSH-4.1) and type (MSH-9) of an HL7 v2 message. */
    public static Step<Peeked> hl7v2(byte[] bytes) {
        return Hl7Header.peek(bytes)
                .map(Peek::peeked)
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, "MSH")
                        .expected("MSH with five different delimiters as the first segment")));
    }

    private static Peeked peeked(Hl7Header header) {
        return new Peeked(
                header.text(10, 1),
                header.text(4, 1),
                header.text(9, 1).map(code -> code + '^' + header.text(9, 2).orElse("")));
    }
}
