package nl.schakel.disclosure;

import java.util.Set;

/** Which members hold what people wrote, and which hold a word of a standard, a date or a name. */
final class TextPaths {
    /** Here only what is known of the client is looked for: a surname may well end in -straat, and a system is an address. */
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

    static boolean isWritten(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
        boolean ofAPerson = path.startsWith(".name[") || path.startsWith(".name.");
        boolean number = name.equals("value") && (path.contains(".identifier") || path.contains(".telecom"));
        return !GIVEN.contains(name) && !ofAPerson && !number;
    }
}
