package nl.schakel.disclosure;

import java.util.Set;

/** Which members hold what people wrote, and which hold a word of a standard, a number or a date. */
final class TextPaths {
    /** Here only what is known of the client is looked for: a code system is an address, and a date may look like a number. */
    private static final Set<String> GIVEN = Set.of(
            "resourceType",
            "system",
            "url",
            "questionnaire",
            "birthDate",
            "valueDate",
            "valueDateTime",
            "start",
            "end",
            "dueDate",
            "authored",
            "authoredOn",
            "effectiveDateTime",
            "recordedDate",
            "onsetDateTime",
            "deceasedDateTime",
            "creation",
            "date",
            "dateTime");

    private TextPaths() {}

    /** Whether a mark of this kind means anything here; what is known of the client always does. */
    static boolean counts(Mark.Kind kind, String path) {
        String name = name(path);
        boolean number = name.equals("value") && (path.contains(".identifier") || path.contains(".telecom"));
        return switch (kind) {
            case KNOWN, CLOSED -> true;
            // Desks write "sister, 040-..." where a name belongs; but a surname may end in -straat.
            case STREET -> !GIVEN.contains(name) && !number && !isName(path);
            default -> !GIVEN.contains(name) && !number;
        };
    }

    /** Whether a standard gave the word that stands here, or a date: nobody wrote it. */
    static boolean isGiven(String path) {
        return GIVEN.contains(name(path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
    }

    private static boolean isName(String path) {
        return path.startsWith(".name[") || path.startsWith(".name.");
    }
}
