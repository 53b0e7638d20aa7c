package nl.schakel.referral;

import java.util.Locale;

/**
 * The one catalogue of refusals: every door's answer is made from it ({@code docs/reference/errors.md} is generated).
 *
 * <p>Columns: id, English sentence, Dutch sentence, what to do (English, Dutch), HL7 acknowledgement code (MSA-1), HL7
 * table 0357 condition (ERR-3), FHIR issue type, HTTP status.
 */
public enum ProblemCode {
    FRAMING_BROKEN(
            1001,
            "The frame is incomplete or broken.",
            "Het bericht is onvolledig ontvangen.",
            "Send the whole message again between VT and FS CR.",
            "Stuur het hele bericht opnieuw.",
            "AR",
            207,
            "incomplete",
            400),
    TOO_LARGE(
            1002,
            "The message is larger than the limit.",
            "Het bericht is groter dan is toegestaan.",
            "Send attachments separately or in smaller parts.",
            "Stuur bijlagen apart of in kleinere delen.",
            "AR",
            207,
            "too-long",
            413),
    CHARSET_INVALID(
            1003,
            "The bytes do not fit the declared character set.",
            "De tekens passen niet bij de opgegeven tekenset.",
            "Declare the character set that is really used.",
            "Geef de tekenset op die echt gebruikt is.",
            "AR",
            207,
            "structure",
            400),
    CONTROL_CHARACTER(
            1004,
            "A control character stands where none may be.",
            "Er staat een stuurteken waar dat niet mag.",
            "Remove the character at its source.",
            "Verwijder het teken in het bronsysteem.",
            "AR",
            102,
            "structure",
            400),
    SEPARATOR_NOT_CR(
            1005,
            "Segments are not separated by a carriage return.",
            "De segmenten zijn niet gescheiden door een CR.",
            "End every segment with CR (0x0D), not LF.",
            "Sluit elk segment af met CR (0x0D), niet met LF.",
            "AR",
            100,
            "structure",
            400),
    SYNTAX_BROKEN(
            1006,
            "The message is not well formed.",
            "Het bericht is niet welgevormd.",
            "Correct the message at the place named.",
            "Herstel het bericht op de genoemde plaats.",
            "AR",
            102,
            "structure",
            400),
    DUPLICATE_MEMBER(
            1007,
            "An object names the same member twice.",
            "Een object noemt hetzelfde veld twee keer.",
            "Send every member once.",
            "Stuur elk veld maar een keer.",
            "AR",
            102,
            "structure",
            400),
    DOCTYPE_REFUSED(
            1008,
            "A document type declaration is not accepted.",
            "Een DOCTYPE wordt niet geaccepteerd.",
            "Send XML without a DOCTYPE.",
            "Stuur XML zonder DOCTYPE.",
            "AR",
            207,
            "security",
            400),
    LIMIT_EXCEEDED(
            1009,
            "The message goes beyond a limit of depth, width or count.",
            "Het bericht overschrijdt een grens van diepte, breedte of aantal.",
            "Split the message.",
            "Splits het bericht.",
            "AR",
            207,
            "too-costly",
            400),
    MESSAGE_TYPE_UNKNOWN(
            1010,
            "This kind of message is not taken here.",
            "Dit soort bericht wordt hier niet aangenomen.",
            "See the capability statement for the kinds that are.",
            "Zie het overzicht van berichten die wel worden aangenomen.",
            "AR",
            200,
            "not-supported",
            422),
    VERSION_UNSUPPORTED(
            1011,
            "This version of the standard is not taken here.",
            "Deze versie van de standaard wordt niet aangenomen.",
            "Send one of the versions expected.",
            "Stuur een van de verwachte versies.",
            "AR",
            203,
            "not-supported",
            422),
    MEDIA_TYPE_UNSUPPORTED(
            1012,
            "This media type is not taken here.",
            "Dit mediatype wordt hier niet aangenomen.",
            "Send one of the media types expected.",
            "Stuur een van de verwachte mediatypen.",
            "AR",
            207,
            "not-supported",
            415),
    MESSAGE_ID_MISSING(
            1013,
            "The message has no identifier of its own.",
            "Het bericht heeft geen eigen kenmerk.",
            "Give every message a unique identifier and repeat it when you send again.",
            "Geef elk bericht een uniek kenmerk en herhaal dat bij opnieuw sturen.",
            "AE",
            101,
            "required",
            400),
    METHOD_UNSUPPORTED(
            1014,
            "This address does not take that method.",
            "Dit adres neemt die methode niet aan.",
            "See the capability statement.",
            "Zie het overzicht van mogelijkheden.",
            "AR",
            207,
            "not-supported",
            405),

    REQUIRED_MISSING(
            2001,
            "A required element is missing.",
            "Een verplicht gegeven ontbreekt.",
            "Fill the element and send again with a new message id.",
            "Vul het gegeven in en stuur opnieuw met een nieuw berichtkenmerk.",
            "AE",
            101,
            "required",
            422),
    CLIENT_IDENTIFIER_MISSING(
            2002,
            "The client has no identifier.",
            "De client heeft geen kenmerk.",
            "Give a BSN or the number your own system uses.",
            "Geef een BSN of het nummer uit uw eigen systeem.",
            "AE",
            101,
            "required",
            422),
    BSN_INVALID(
            2003,
            "The BSN is no valid BSN.",
            "Het BSN is geen geldig BSN.",
            "Check the number with the client; leave it out when it is unknown and say why.",
            "Controleer het nummer bij de client; laat het weg als het onbekend is en geef de reden.",
            "AE",
            204,
            "value",
            422),
    CODE_UNKNOWN(
            2004,
            "A code is not known here.",
            "Een code is hier niet bekend.",
            "Use a code of the table named, or ask for it to be added.",
            "Gebruik een code uit de genoemde tabel of vraag om toevoeging.",
            "AE",
            103,
            "code-invalid",
            422),
    DATE_INVALID(
            2005,
            "A date or time is not valid.",
            "Een datum of tijd is niet geldig.",
            "Send YYYYMMDD (HL7) or YYYY-MM-DD (FHIR); leave out the parts that are unknown.",
            "Stuur JJJJMMDD (HL7) of JJJJ-MM-DD (FHIR); laat onbekende delen weg.",
            "AE",
            102,
            "value",
            422),
    ONE_CLIENT_ONLY(
            2006,
            "A message is about exactly one client.",
            "Een bericht gaat over precies een client.",
            "Send one message per client.",
            "Stuur een bericht per client.",
            "AE",
            204,
            "multiple-matches",
            422),
    VALUE_INVALID(
            2007,
            "A value has the wrong form.",
            "Een waarde heeft de verkeerde vorm.",
            "Correct the value at the place named.",
            "Herstel de waarde op de genoemde plaats.",
            "AE",
            102,
            "value",
            422),
    BSN_REQUIRED(
            2008,
            "This format has no place for a client without a BSN.",
            "Dit formaat heeft geen plaats voor een client zonder BSN.",
            "Send a FHIR Task or a printable letter to this receiver instead; never a made-up BSN.",
            "Stuur deze ontvanger een FHIR Task of een afdrukbare brief; nooit een verzonnen BSN.",
            "AE",
            101,
            "required",
            422),
    LABEL_WITHOUT_PLACE(
            2009,
            "A label that must travel along has no place in this format.",
            "Een label dat mee moet reizen heeft in dit formaat geen plaats.",
            "Use a format that carries the label, such as FHIR, or let a person hand it over.",
            "Gebruik een formaat dat het label draagt, zoals FHIR, of laat een medewerker het overdragen.",
            "AE",
            207,
            "suppressed",
            422),
    SCHEMA_VIOLATED(
            2010,
            "The message does not follow its schema.",
            "Het bericht volgt zijn schema niet.",
            "Correct the message at the place named, or the schema in the folder for official schemas.",
            "Herstel het bericht op de genoemde plaats, of het schema in de map voor officiele schema's.",
            "AE",
            102,
            "structure",
            422),
    SAFETY_NOT_UNDERSTOOD(
            2020,
            "A value that somebody's safety rests on is not understood.",
            "Een gegeven waar iemands veiligheid van afhangt is niet begrepen.",
            "Use a value that the mapping knows, or have the mapping extended; it is never passed over.",
            "Gebruik een waarde die de vertaling kent, of laat de vertaling uitbreiden; het wordt nooit overgeslagen.",
            "AE",
            103,
            "business-rule",
            422),

    SENDER_UNKNOWN(
            3001,
            "The sender is not known here.",
            "De afzender is hier niet bekend.",
            "Ask the operator to register your organisation and its certificates.",
            "Vraag de beheerder om uw organisatie en certificaten op te nemen.",
            "AR",
            207,
            "login",
            401),
    SENDER_MISMATCH(
            3002,
            "Connection, signature and message do not name the same sender.",
            "Verbinding, handtekening en bericht noemen niet dezelfde afzender.",
            "Sign and send with the certificates registered for the sender named in the message.",
            "Onderteken en verstuur met de certificaten van de afzender in het bericht.",
            "AR",
            207,
            "forbidden",
            403),
    SEAL_MISSING(
            3003,
            "The message is not signed.",
            "Het bericht is niet ondertekend.",
            "Send a detached JWS over the exact bytes in the header Payload-Signature.",
            "Stuur een losse JWS over de precieze bytes in de header Payload-Signature.",
            "AR",
            207,
            "security",
            401),
    SEAL_INVALID(
            3004,
            "The signature was refused.",
            "De handtekening is geweigerd.",
            "Sign the exact bytes that are sent, with the registered key.",
            "Onderteken de precieze bytes die worden verstuurd, met de geregistreerde sleutel.",
            "AR",
            207,
            "security",
            401),
    CERTIFICATE_REFUSED(
            3005,
            "The certificate was refused.",
            "Het certificaat is geweigerd.",
            "Use a valid certificate that is registered here.",
            "Gebruik een geldig certificaat dat hier is geregistreerd.",
            "AR",
            207,
            "security",
            401),
    RIGHT_MISSING(
            3006,
            "The sender may not send this kind of message.",
            "De afzender mag dit soort bericht niet sturen.",
            "Ask the operator to grant it in the partner file.",
            "Vraag de beheerder om dit toe te staan in het partnerbestand.",
            "AR",
            207,
            "forbidden",
            403),
    MESSAGE_EXPIRED(
            3007,
            "The message is too old or dated in the future.",
            "Het bericht is te oud of ligt in de toekomst.",
            "Check the clock and sign again.",
            "Controleer de klok en onderteken opnieuw.",
            "AR",
            207,
            "expired",
            403),

    OPERATOR_UNKNOWN(
            3008,
            "The operator is not known here.",
            "De beheerder is hier niet bekend.",
            "Send the operator token as a bearer token.",
            "Stuur het beheerderstoken als bearer-token.",
            "AR",
            207,
            "login",
            401),

    MESSAGE_ID_CONFLICT(
            4001,
            "This message id was used before with other contents.",
            "Dit berichtkenmerk is eerder gebruikt met een andere inhoud.",
            "Send the changed message with a new id.",
            "Stuur het gewijzigde bericht met een nieuw kenmerk.",
            "AE",
            205,
            "duplicate",
            409),
    IN_PROCESS(
            4002,
            "This message is still being received.",
            "Dit bericht wordt nog ontvangen.",
            "Wait and ask again.",
            "Wacht en vraag het opnieuw.",
            "AE",
            207,
            "lock-error",
            425),
    NOT_FOUND(
            4003,
            "Nothing is known here under that name.",
            "Onder deze naam is hier niets bekend.",
            "Check the reference.",
            "Controleer het kenmerk.",
            "AE",
            204,
            "not-found",
            404),
    VERSION_CONFLICT(
            4004,
            "The resource has changed since you read it.",
            "Het gegeven is gewijzigd sinds u het las.",
            "Read it again and repeat the change with the new ETag.",
            "Lees het opnieuw en herhaal de wijziging met de nieuwe ETag.",
            "AE",
            206,
            "conflict",
            412),
    IF_MATCH_MISSING(
            4005,
            "A change needs the version it is based on.",
            "Bij een wijziging hoort de versie waarop die is gebaseerd.",
            "Send If-Match with the ETag you read.",
            "Stuur If-Match met de ETag die u las.",
            "AE",
            101,
            "required",
            428),
    TRANSITION_ILLEGAL(
            4006,
            "This step is not possible in the present state.",
            "Deze stap kan niet in de huidige toestand.",
            "Read the present state and choose a step that it allows.",
            "Bekijk de huidige toestand en kies een stap die daarbij kan.",
            "AE",
            207,
            "business-rule",
            422),
    REASON_MISSING(
            4007,
            "This step needs a coded reason.",
            "Bij deze stap hoort een gecodeerde reden.",
            "Give one of the reasons expected.",
            "Geef een van de verwachte redenen.",
            "AE",
            101,
            "required",
            422),

    NO_CIRCLE(
            5001,
            "No circle takes this kind of transition in this municipality.",
            "Geen kring behandelt deze overgang in deze gemeente.",
            "Address a desk that is known here, or ask the operator to add the circle.",
            "Adresseer een bekend loket of vraag de beheerder de kring toe te voegen.",
            "AE",
            207,
            "not-found",
            422),
    PARTNER_PAUSED(
            5002,
            "The receiver is paused.",
            "De ontvanger is gepauzeerd.",
            "It is delivered when the receiver is resumed.",
            "Het wordt afgeleverd zodra de ontvanger weer actief is.",
            "AE",
            207,
            "transient",
            503),
    BASIS_NEVER(
            5003,
            "The policy table does not allow this release.",
            "De beleidstabel staat deze verstrekking niet toe.",
            "Nothing; it is left out.",
            "Niets; het wordt weggelaten.",
            "AE",
            207,
            "suppressed",
            403),
    CONSENT_MISSING(
            5004,
            "This release needs a consent that is not there.",
            "Voor deze verstrekking is toestemming nodig die er niet is.",
            "Record the client's consent and send it.",
            "Leg de toestemming van de client vast en stuur die.",
            "AE",
            207,
            "suppressed",
            403),
    NOTHING_TO_RELEASE(
            5005,
            "Nothing may go to this receiver.",
            "Er mag niets naar deze ontvanger.",
            "See what was withheld and why.",
            "Bekijk wat is achtergehouden en waarom.",
            "AE",
            207,
            "suppressed",
            422),
    ENDPOINT_MISSING(
            5006,
            "The receiver has no channel for this.",
            "De ontvanger heeft hiervoor geen kanaal.",
            "Add the channel to the partner file.",
            "Voeg het kanaal toe aan het partnerbestand.",
            "AE",
            207,
            "not-supported",
            422),
    MAPPING_MISSING(
            5007,
            "There is no mapping for this partner's format.",
            "Er is geen vertaling voor het formaat van deze partner.",
            "Add the mapping to the partner file.",
            "Voeg de vertaling toe aan het partnerbestand.",
            "AE",
            207,
            "not-supported",
            422),
    SECRET_ADDRESS(
            5008,
            "A person looks at this message first.",
            "Een medewerker bekijkt dit bericht eerst.",
            "Wait for the desk.",
            "Wacht op het loket.",
            "AE",
            207,
            "suppressed",
            422),

    PARTNER_UNREACHABLE(
            6001,
            "The receiver could not be reached.",
            "De ontvanger is niet bereikbaar.",
            "It is tried again; see the next attempt.",
            "Het wordt opnieuw geprobeerd; zie de volgende poging.",
            "AE",
            207,
            "transient",
            502),
    PARTNER_REFUSED(
            6002,
            "The receiver refused the message.",
            "De ontvanger heeft het bericht geweigerd.",
            "See the receiver's answer and send it again after the cause is mended.",
            "Bekijk het antwoord en stuur opnieuw nadat de oorzaak is verholpen.",
            "AE",
            207,
            "processing",
            502),
    OUTCOME_UNKNOWN(
            6003,
            "It is not known whether the receiver has the message.",
            "Het is niet bekend of de ontvanger het bericht heeft.",
            "Ask the receiver, then resend or close the item.",
            "Vraag het de ontvanger en stuur dan opnieuw of sluit het item.",
            "AE",
            207,
            "incomplete",
            502),
    ATTEMPTS_EXHAUSTED(
            6004,
            "All attempts were used.",
            "Alle pogingen zijn gebruikt.",
            "A person decides: replay or close.",
            "Een medewerker beslist: opnieuw of sluiten.",
            "AE",
            207,
            "timeout",
            502),

    JOURNAL_UNAVAILABLE(
            7001,
            "Nothing can be stored at the moment, so nothing is accepted.",
            "Er kan nu niets worden opgeslagen, dus er wordt niets aangenomen.",
            "Send the same message again later.",
            "Stuur hetzelfde bericht later opnieuw.",
            "AE",
            207,
            "transient",
            503),
    BUSY(
            7002,
            "Too much at once.",
            "Te veel tegelijk.",
            "Send the same message again after the time named.",
            "Stuur hetzelfde bericht opnieuw na de genoemde tijd.",
            "AE",
            207,
            "throttled",
            429),
    DEFECT(
            7999,
            "Something went wrong here; it is not your message's fault.",
            "Er ging hier iets mis; het ligt niet aan uw bericht.",
            "Send the same message again, and name the message id to the operator.",
            "Stuur hetzelfde bericht opnieuw en meld het berichtkenmerk aan de beheerder.",
            "AE",
            207,
            "exception",
            500),

    PORT_IN_USE(
            9001,
            "A port is in use already.",
            "Een poort is al in gebruik.",
            "Stop the other process or choose another port.",
            "Stop het andere proces of kies een andere poort.",
            "AR",
            207,
            "exception",
            500),
    HOME_LOCKED(
            9002,
            "Another Schakel runs on this home.",
            "Er draait al een Schakel op deze map.",
            "Stop it first or choose another --home.",
            "Stop die eerst of kies een andere --home.",
            "AR",
            207,
            "exception",
            500),
    DISK_FULL(
            9003,
            "There is not enough room on the disk.",
            "Er is te weinig ruimte op de schijf.",
            "Free some space.",
            "Maak ruimte vrij.",
            "AE",
            207,
            "transient",
            503),
    JDK_TOO_OLD(
            9004,
            "A JDK 17 or newer is needed.",
            "JDK 17 of nieuwer is nodig.",
            "Install one and point JAVA_HOME at it.",
            "Installeer die en zet JAVA_HOME.",
            "AR",
            207,
            "exception",
            500),
    DATABASE_FOREIGN(
            9005,
            "Another process uses the database folder.",
            "Een ander proces gebruikt de databasemap.",
            "Stop that process or choose another --home.",
            "Stop dat proces of kies een andere --home.",
            "AR",
            207,
            "exception",
            500),
    DURABILITY_OFF(
            9006,
            "The database does not promise durable commits.",
            "De database belooft geen duurzame opslag.",
            "Switch on fsync, full_page_writes and synchronous_commit.",
            "Zet fsync, full_page_writes en synchronous_commit aan.",
            "AR",
            207,
            "exception",
            500),
    MAPPING_INVALID(
            9012,
            "The mappings have a fault; what was active stays active.",
            "De vertaaltabellen hebben een fout; wat actief was blijft actief.",
            "Correct the file and line named and activate again.",
            "Herstel het genoemde bestand en activeer opnieuw.",
            "AE",
            207,
            "invalid",
            422),
    CONFIGURATION_INVALID(
            9007,
            "The configuration is not valid.",
            "De configuratie is niet geldig.",
            "Correct the place named.",
            "Herstel de genoemde plaats.",
            "AR",
            207,
            "exception",
            500);

    private final int number;
    private final String english;
    private final String dutch;
    private final String remedy;
    private final String dutchRemedy;
    private final String acknowledgement;
    private final int condition;
    private final String issueType;
    private final int httpStatus;

    ProblemCode(
            int number,
            String english,
            String dutch,
            String remedy,
            String dutchRemedy,
            String acknowledgement,
            int condition,
            String issueType,
            int httpStatus) {
        this.number = number;
        this.english = english;
        this.dutch = dutch;
        this.remedy = remedy;
        this.dutchRemedy = dutchRemedy;
        this.acknowledgement = acknowledgement;
        this.condition = condition;
        this.issueType = issueType;
        this.httpStatus = httpStatus;
    }

    /** The stable code, {@code SCH-nnnn}. */
    public String id() {
        return String.format(Locale.ROOT, "SCH-%04d", number);
    }

    public String english() {
        return english;
    }

    public String dutch() {
        return dutch;
    }

    /** What to do, in English. */
    public String remedy() {
        return remedy;
    }

    /** What to do, in Dutch. */
    public String dutchRemedy() {
        return dutchRemedy;
    }

    /** HL7 table 0008: AE (application error) or AR (application reject). */
    public String acknowledgement() {
        return acknowledgement;
    }

    /** HL7 table 0357. */
    public int condition() {
        return condition;
    }

    /** FHIR issue-type. */
    public String issueType() {
        return issueType;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
