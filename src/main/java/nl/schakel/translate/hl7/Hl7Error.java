package nl.schakel.translate.hl7;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.translate.tree.JsonBuilder;

/** The ERR segment of HL7 v2.5: where (ERL), what (table 0357), our own code, and sentences for people. */
final class Hl7Error {
    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\((\\d+)\\))?(?:\\[[^]]*])?"
            + "(?:-(\\d+)(?:\\((\\d+)\\))?(?:\\[[^]]*])?(?:\\.(\\d+))?(?:\\.(\\d+))?)?");

    private Hl7Error() {}

    static JsonBuilder segment(Problem problem) {
        JsonBuilder err = Acknowledgement.segment("ERR");
        problem.place().flatMap(Hl7Error::location).ifPresent(at -> err.set("2", at));
        err.set("3", Acknowledgement.components(Integer.toString(problem.code().condition()), "", "HL70357"));
        err.set("4", new Json.Text("E"));
        err.set(
                "5",
                Acknowledgement.components(problem.code().id(), problem.code().name(), "99SCHAKEL"));
        err.set("7", new Json.Text(problem.sentence()));
        String wait = problem.againSeconds()
                .map(time -> "Opnieuw na " + time + " s. ")
                .orElse("");
        err.set(
                "8",
                new Json.Text(
                        problem.code().dutch() + ' ' + wait + problem.code().dutchRemedy()));
        return err;
    }

    /** ERL: segment, its sequence, field, repetition, component, subcomponent; empty for a place that is no HL7 path. */
    private static Optional<Json> location(String place) {
        Matcher path = PLACE.matcher(place);
        if (!path.matches()) {
            return Optional.empty();
        }
        String field = part(path, 3, "");
        return Optional.of(Acknowledgement.components(
                path.group(1),
                part(path, 2, "1"),
                field,
                field.isEmpty() ? "" : part(path, 4, "1"),
                part(path, 5, ""),
                part(path, 6, "")));
    }

    private static String part(Matcher path, int group, String absent) {
        return Optional.ofNullable(path.group(group)).orElse(absent);
    }
}
