package nl.schakel.command;

/** What a new partner file begins as: for each kind of channel what nearly everybody needs, with the choices explained. */
final class PartnerSketch {
    /** How a partner is connected. */
    enum Kind {
        FHIR,
        MLLP,
        FILE
    }

    private static final String HEAD = """
            # One partner, data only; routes/partner.schema.json says what may stand here.
            id: %1$s
            name: %2$s
            role: %3$s
            oin: "%4$s"
            """;
    private static final String FHIR = """
            sends: ["$process-message", "Bundle/transaction", "Task", "Task+ServiceRequest", "Consent"]
            # Why it may be asked; mappings/policy says what each purpose allows.
            purposes: [TRANSITION]
            channels:
              - name: fhir-in
                template: fhir-rest-in
                sealed: true
              - name: fhir-out
                template: fhir-rest-out
                sealed: true
                parameters:
                  host: %5$s
                  port: 443
                  path: /fhir/$process-message
            # To notice a gap: a further channel fhir-heartbeat (fhir-rest-out) with a path of its own, and
            # heartbeat: {every: PT15M, channel: fhir-heartbeat} tells it how many events there were (docs/how-to/find-what-was-missed.md).
            mappings:
              in: fhir/r4
              out: fhir/r4/message-bundle
              status: fhir/r4/status-bundle
            """;
    private static final String MLLP = """
            # MSH-4 of its messages.
            facilities: [%7$s]
            sends: ["REF^I12", "REF^I13", "REF^I14", "ADT^A01", "ADT^A03", "ADT^A08", "ADT^A13", "ADT^A31", "ADT^A40", "MDM^T02", "ORU^R01"]
            # Why it may be asked; mappings/policy says what each purpose allows.
            purposes: [TRANSITION]
            channels:
              # It comes in by the TLS port; plain MLLP proves no sender and needs its addresses.
              - name: mllp-in
                template: mllp-in
                sealed: false
              - name: mllp-out
                template: mllp-out
                sealed: false
                parameters:
                  host: %5$s
                  port: 2576
                  line: mllp-tls-line
            mappings:
              in: hl7v2-nl/2.5
              out: hl7v2-nl/2.5/ref-i12-out
              update: hl7v2-nl/2.5/adt-a08-out
              status: hl7v2-nl/2.5/rri-i12
            """;
    private static final String FILE = """
            sends: ["text/csv", "application/json"]
            # Why it may be asked; mappings/policy says what each purpose allows.
            purposes: [INTAKE]
            channels:
              # Nothing seals these files: nobody but the partner may be able to write to the folder.
              - name: drop-in
                template: file-drop-in
                sealed: false
                parameters:
                  folder: ${home}/drop/%1$s/in
              - name: drop-out
                template: file-drop-out
                sealed: true
                parameters:
                  folder: ${home}/drop/%1$s/out
            mappings:
              in: toegang-intake/1.0
              out: fhir/r4/message-bundle
              status: fhir/r4/status-bundle
            """;
    private static final String FOOT = """
            delivery:
              # A: it knows a message again that comes twice; B: it can be asked; C: neither, and an unknown outcome waits for a person.
              class: C
              # Waiting time before each next attempt; after the last one a person looks.
              retry: [PT5S, PT30S, PT2M, PT10M, PT30M, PT1H, PT2H, PT4H, PT8H, PT24H]
            hours:
              - {days: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY], from: "09:00", until: "17:00"}
            deadlines: {answer: P3D}
            # When it is expected to send: silence: PT16H tells an operator after so many opening hours without a message.
            contact: %6$s
            """;

    private PartnerSketch() {}

    static String of(Kind kind, String id, String name, String role, String oin, String host, String contact) {
        String middle = switch (kind) {
            case FHIR -> FHIR;
            case MLLP -> MLLP;
            case FILE -> FILE;
        };
        String facility = id.toUpperCase(java.util.Locale.ROOT);
        return (HEAD + middle + FOOT).formatted(id, name, role, oin, host, contact, facility);
    }
}
