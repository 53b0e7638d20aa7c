package nl.schakel.validate;

import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a document against base FHIR R4 with the HAPI validator. Its first call loads the whole standard (about ten
 * seconds and 500 MB), each further one costs tens of milliseconds: for tests, onboarding and samples, never the way of a
 * message.
 */
public final class BaseProfileValidator {
    private @Nullable BaseStandard standard;

    /** Every finding, worst first as the validator gives them; no error among them means valid. */
    public List<Finding> findings(byte[] fhirJson) {
        return standard().validate(new String(fhirJson, StandardCharsets.UTF_8)).stream()
                .map(BaseProfileValidator::finding)
                .toList();
    }

    /** Loads the standard now, so that the first question is answered quickly. */
    public void warm() {
        findings("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}".getBytes(StandardCharsets.UTF_8));
    }

    private synchronized BaseStandard standard() {
        BaseStandard loaded = standard;
        if (loaded == null) {
            loaded = new BaseStandard();
            standard = loaded;
        }
        return loaded;
    }

    private static Finding finding(SingleValidationMessage message) {
        String place = message.getLocationString();
        return new Finding(
                switch (message.getSeverity()) {
                    case FATAL, ERROR -> Finding.Severity.ERROR;
                    case WARNING -> Finding.Severity.WARNING;
                    case INFORMATION -> Finding.Severity.INFORMATION;
                },
                place == null ? "" : place,
                message.getMessage());
    }
}
