package nl.schakel.validate;

/**
 * One thing a document has against the standard.
 *
 * @param severity how bad
 * @param place FHIR path in the document
 * @param text the validator's words; they may quote the document, so they are shown to its sender and never logged
 */
public record Finding(Severity severity, String place, String text) {

    /** How bad a finding is. */
    public enum Severity {
        ERROR,
        WARNING,
        INFORMATION
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return "Finding[" + severity + " at " + place + "]";
    }
}
