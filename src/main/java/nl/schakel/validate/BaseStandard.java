package nl.schakel.validate;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** The loaded standard: one validator and one cache for the life of the process. */
final class BaseStandard {
    private final FhirValidator validator;

    /** The parser's own error handler would log names out of the document. */
    BaseStandard() {
        FhirContext context = FhirContext.forR4Cached();
        context.setParserErrorHandler(new LenientErrorHandler(false));
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context)));
        module.setErrorForUnknownProfiles(false);
        module.setAnyExtensionsAllowed(true);
        this.validator = context.newValidator()
                .setValidateAgainstStandardSchema(false)
                .setValidateAgainstStandardSchematron(false)
                .registerValidatorModule(module);
    }

    List<SingleValidationMessage> validate(String json) {
        return validator.validateWithResult(json).getMessages();
    }
}
