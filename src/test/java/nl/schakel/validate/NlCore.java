package nl.schakel.validate;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.MetadataResource;

/** The HAPI validator with the profiles and terminology of nl-core, which are differentials: snapshots are made here. */
final class NlCore {
    private final FhirContext context = FhirContext.forR4Cached();
    private final FhirValidator validator;

    /** @param folder {@code nl-core-r4} of the reference material */
    NlCore(Path folder) throws IOException {
        PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(context);
        IParser parser = context.newXmlParser().setParserErrorHandler(new LenientErrorHandler(false));
        for (String part : List.of("nl-core", "zib")) {
            try (Stream<Path> files = Files.walk(folder.resolve(part))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".xml")).toList()) {
                    IBaseResource resource = parser.parseResource(Files.readString(file, StandardCharsets.UTF_8));
                    if (resource instanceof MetadataResource) {
                        profiles.addResource(resource);
                    }
                }
            }
        }
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                profiles,
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context)));
        module.setErrorForUnknownProfiles(true);
        module.setAnyExtensionsAllowed(true);
        validator = context.newValidator()
                .setValidateAgainstStandardSchema(false)
                .setValidateAgainstStandardSchematron(false)
                .registerValidatorModule(module);
    }

    List<String> errors(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }
}
