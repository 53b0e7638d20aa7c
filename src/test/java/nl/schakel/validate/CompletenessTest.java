package nl.schakel.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final PartnerId SENDER = new PartnerId("ggz-noord");
    private static final Json.Obj ABSENT = Json.object()
            .with(
                    "extension",
                    Json.array(Json.object()
                            .with("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                            .with("valueCode", "unknown")));
    private static final Json.Obj NAME = Json.object().with("family", "Test");

    @Test
    void takesAReferralWithNameBirthDateAndNeed() {
        assertComplete(referral(patient(NAME).with("birthDate", "1984-05-17"), Set.of(Need.SHELTER), Optional.empty()));
    }

    @Test
    void takesAReferralThatAsksForAServiceInsteadOfANeed() {
        assertComplete(referral(patient(NAME).with("birthDate", "1984"), Set.of(), Optional.of("CTI")));
    }

    @Test
    void takesAClientWhoseNameAndBirthDateAreSaidToBeUnknown() {
        assertComplete(referral(patient(ABSENT).with("_birthDate", ABSENT), Set.of(Need.SHELTER), Optional.empty()));
    }

    @Test
    void refusesAReferralWithoutName() {
        var noName = Json.object().with("resourceType", "Patient").with("birthDate", "1984-05-17");

        assertRefused(
                referral(noName, Set.of(Need.SHELTER), Optional.empty()), ProblemCode.REQUIRED_MISSING, "Patient.name");
        assertRefused(
                referral(patient(Json.object().with("family", " ")), Set.of(Need.SHELTER), Optional.empty()),
                ProblemCode.REQUIRED_MISSING,
                "Patient.name");
    }

    @Test
    void refusesAReferralWithoutBirthDateWhereNobodySaysWhy() {
        assertRefused(
                referral(patient(NAME), Set.of(Need.SHELTER), Optional.empty()),
                ProblemCode.REQUIRED_MISSING,
                "Patient.birthDate");
    }

    @Test
    void refusesAReferralThatAsksNothing() {
        assertRefused(
                referral(patient(NAME).with("birthDate", "1984"), Set.of(), Optional.empty()),
                ProblemCode.REQUIRED_MISSING,
                "ServiceRequest.code");
    }

    @Test
    void aDischargeNeedsItsDateAndACancelledOneDoesNot() {
        assertComplete(message(Envelope.Event.DISCHARGE, Optional.of(LocalDate.of(2026, 5, 1))));
        assertRefused(
                message(Envelope.Event.DISCHARGE, Optional.empty()),
                ProblemCode.REQUIRED_MISSING,
                "Encounter.period.end");
        assertComplete(message(Envelope.Event.DISCHARGE_CANCELLED, Optional.empty()));
    }

    @Test
    void anAnswerNeedsItsReferralAndARejectionAReason() {
        var about = Optional.of(new ReferralReference(2026, 1));

        assertComplete(answer(about, Optional.of(new Envelope.Answer("accepted", Optional.empty()))));
        assertComplete(answer(about, Optional.of(new Envelope.Answer("rejected", Optional.of("no-place")))));
        assertRefused(
                answer(about, Optional.of(new Envelope.Answer("rejected", Optional.empty()))),
                ProblemCode.REASON_MISSING,
                "Task.statusReason");
        assertRefused(
                answer(Optional.empty(), Optional.of(new Envelope.Answer("accepted", Optional.empty()))),
                ProblemCode.REQUIRED_MISSING,
                "Task.identifier");
        assertRefused(answer(about, Optional.empty()), ProblemCode.REQUIRED_MISSING, "Task.status");
    }

    private static Json.Obj patient(Json.Obj name) {
        return Json.object().with("resourceType", "Patient").with("name", Json.array(name));
    }

    private static TranslatedReferral referral(Json.Obj patient, Set<Need> needs, Optional<String> service) {
        var item = new InformationItem(Category.IDENTITY, patient, new Origin(SENDER, Role.GGZ, "PID"), Set.of());
        return translated(
                envelope(Envelope.Event.REFERRAL, needs, service, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(item));
    }

    private static TranslatedReferral message(Envelope.Event event, Optional<LocalDate> exitDate) {
        return translated(
                envelope(event, Set.of(), Optional.empty(), exitDate, Optional.empty(), Optional.empty()), List.of());
    }

    private static TranslatedReferral answer(Optional<ReferralReference> about, Optional<Envelope.Answer> answer) {
        return translated(
                envelope(Envelope.Event.ANSWER, Set.of(), Optional.empty(), Optional.empty(), about, answer),
                List.of());
    }

    private static Envelope envelope(
            Envelope.Event event,
            Set<Need> needs,
            Optional<String> service,
            Optional<LocalDate> exitDate,
            Optional<ReferralReference> about,
            Optional<Envelope.Answer> answer) {
        var client = new ClientIdentity(Optional.empty(), Optional.of("P1"), Optional.of("GGZ-NOORD"));
        return new Envelope(
                event,
                SENDER,
                Role.GGZ,
                "M1",
                Instant.EPOCH,
                client,
                Optional.empty(),
                List.of(),
                Optional.of("0772"),
                service,
                Purpose.TRANSITION,
                needs,
                exitDate,
                about,
                answer,
                Set.of());
    }

    private static TranslatedReferral translated(Envelope envelope, List<InformationItem> items) {
        return TranslatedReferral.minted(new Referral(envelope, items), "test@0", List.of());
    }

    private static void assertComplete(TranslatedReferral translated) {
        assertThat(new Completeness().check(translated)).isInstanceOf(Step.Next.class);
    }

    private static void assertRefused(TranslatedReferral translated, ProblemCode code, String place) {
        Step<ValidatedReferral> step = new Completeness().check(translated);
        Problem problem = step.fold(next -> fail("complete"), stopped -> stopped);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place()).hasValue(place);
    }
}
