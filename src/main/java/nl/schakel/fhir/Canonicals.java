package nl.schakel.fhir;

/** Addresses of code systems, naming systems and extensions; ours are published with the documentation. */
final class Canonicals {
    static final String PROBLEM = "https://schakel.nl/fhir/CodeSystem/problem";
    static final String MESSAGE_EVENT = "https://schakel.nl/fhir/CodeSystem/message-event";
    static final String REFUSAL_REASON = "https://schakel.nl/fhir/CodeSystem/afwijsreden";
    static final String HOLD_REASON = "https://schakel.nl/fhir/CodeSystem/hold-reason";
    static final String CUSTODY = "https://schakel.nl/fhir/CodeSystem/custody";
    static final String NOTICE = "https://schakel.nl/fhir/CodeSystem/notice";
    static final String TASK_INPUT = "https://schakel.nl/fhir/CodeSystem/task-input";
    static final String REFERENCE = "https://schakel.nl/fhir/NamingSystem/referral";
    static final String REFERENCE_EXTENSION = "https://schakel.nl/fhir/StructureDefinition/referral-reference";
    static final String RECEIPT_EXTENSION = "https://schakel.nl/fhir/StructureDefinition/receipt";
    static final String MESSAGE_ID_EXTENSION = "https://schakel.nl/fhir/StructureDefinition/message-id";
    static final String TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation";
    static final String SNOMED = "http://snomed.info/sct";
    /** SNOMED CT: patient referral. */
    static final String REFERRAL_CODE = "3457005";

    private Canonicals() {}
}
