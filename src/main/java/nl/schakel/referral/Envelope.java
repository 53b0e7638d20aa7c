package nl.schakel.referral;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The typed outside of a canonical message: who, about whom, what for; no content.
 *
 * @param event what the message says
 * @param sender the authenticated sender
 * @param senderRole the sender's kind
 * @param messageId the sender's id of this message (MSH-10, MessageHeader id, Task versioned id)
 * @param created when the sender made it
 * @param client the one client
 * @param senderReference the sender's own number for the referral (RF1-6, Task.identifier)
 * @param addressedTo identifiers of the organisation the sender addressed, as {@code system|value}
 * @param municipality four-digit gemeentecode, or a town's name when the source has no code
 * @param service code of the service asked for, such as {@code CTI}
 * @param purpose why the sender hands over
 * @param needs what parties are needed for
 * @param exitDate planned or real end of the stay
 * @param about the referral this message speaks about, when it says so
 * @param answer the receiver's answer, when it is one
 * @param labels labels of the whole message
 */
public record Envelope(
        Event event,
        PartnerId sender,
        Role senderRole,
        String messageId,
        Instant created,
        ClientIdentity client,
        Optional<String> senderReference,
        List<String> addressedTo,
        Optional<String> municipality,
        Optional<String> service,
        Purpose purpose,
        Set<Need> needs,
        Optional<LocalDate> exitDate,
        Optional<ReferralReference> about,
        Optional<Answer> answer,
        Set<Label> labels) {

    /** What a message says. */
    public enum Event {
        /** Please take over this client (REF^I12, message Bundle, intake). */
        REFERRAL,
        /** A stay begins (ADT^A01); its planned end may be known already. */
        ADMISSION,
        /** The stay ends or has ended (ADT^A03): there is an exit date. */
        DISCHARGE,
        /** The end of the stay is called off (ADT^A13). */
        DISCHARGE_CANCELLED,
        /** A receiver's word about a referral (Task status, RRI). */
        ANSWER,
        /** What is known of the client or the request has changed (ADT^A08, WMO317). */
        UPDATE,
        /** The request is taken back (REF^I14). */
        WITHDRAWAL,
        /** Two numbers turned out to be one client (ADT^A40). */
        MERGE,
        /** Something to know beside a referral: a letter, an observation, the begin or end of support (MDM, ORU, WMO305). */
        NOTE,
        /** The client's consent was given or withdrawn (ADT^A31 with CON, FHIR Consent). */
        CONSENT
    }

    /**
     * What a receiver said.
     *
     * @param status FHIR Task status: {@code received}, {@code accepted}, {@code rejected}, {@code in-progress}, ...
     * @param reason coded reason, obligatory for a rejection
     * @param custody whether it takes the client over or gives them back; no status says that
     */
    public record Answer(String status, Optional<String> reason, Optional<Custody> custody) {
        /** A word about the task alone. */
        public Answer(String status, Optional<String> reason) {
            this(status, reason, Optional.empty());
        }
    }

    public Envelope {
        addressedTo = List.copyOf(addressedTo);
        needs = Set.copyOf(needs);
        labels = Set.copyOf(labels);
    }

    /** The same message, known to speak about this referral. */
    public Envelope about(ReferralReference reference) {
        return with(service, needs, exitDate, Optional.of(reference), labels);
    }

    /** The same message with one label more. */
    public Envelope labelled(Label label) {
        Set<Label> all = new HashSet<>(labels);
        all.add(label);
        return with(service, needs, exitDate, about, all);
    }

    /**
     * The same request with what a later message asks beside it; a label that was there stays. That whereabouts are
     * protected is kept of the client and not of one referral, so that a person can end it.
     */
    Envelope amendedBy(Envelope later) {
        Set<Label> allLabels = new HashSet<>(later.labels);
        allLabels.remove(Label.SECRET_ADDRESS);
        allLabels.addAll(labels);
        Set<Need> allNeeds = new HashSet<>(needs);
        allNeeds.addAll(later.needs);
        return with(later.service.or(() -> service), allNeeds, later.exitDate.or(() -> exitDate), about, allLabels);
    }

    private Envelope with(
            Optional<String> newService,
            Set<Need> newNeeds,
            Optional<LocalDate> newExitDate,
            Optional<ReferralReference> newAbout,
            Set<Label> newLabels) {
        return new Envelope(
                event,
                sender,
                senderRole,
                messageId,
                created,
                client,
                senderReference,
                addressedTo,
                municipality,
                newService,
                purpose,
                newNeeds,
                newExitDate,
                newAbout,
                answer,
                newLabels);
    }
}
