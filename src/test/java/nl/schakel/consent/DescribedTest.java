package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that somebody describes to ask what would be decided. */
class DescribedTest {
    private static final ConsentReader.Arrival ARRIVAL = new ConsentReader.Arrival(
            "asked",
            new PartnerId("ggz-noord"),
            Consent.Channel.DESK,
            Instant.parse("2026-04-10T11:00:00Z"),
            Optional.empty());
    private static final ConsentReader READER = new ConsentReader(of -> Optional.empty());

    private static Described read(Json.Obj form) {
        return Described.read(form, READER, ARRIVAL).fold(described -> described, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Optional<String> refused(Json.Obj form) {
        return Described.read(form, READER, ARRIVAL).fold(described -> Optional.empty(), Problem::place);
    }

    @Test
    void readsEverythingThatCanBeSaid() {
        Described described = read(Json.object()
                .with("birthDate", "2010-04-11")
                .with("representatives", Json.array(Json.text("parent")))
                .with("unable", new Json.Bool(true))
                .with("secretAddress", new Json.Bool(true))
                .with("conflicts", Json.array(Json.text("opvang-demo")))
                .with("needs", Json.array(Json.text("debts")))
                .with("medicalOrigin", new Json.Bool(true)));
        assertThat(described.file().client())
                .isEqualTo(new Client(Optional.of(Age.of(15)), Set.of(Giver.PARENT), Client.Capacity.UNABLE));
        assertThat(described.file().secretAddress()).isTrue();
        assertThat(described.file().conflicts()).containsExactly(new PartnerId("opvang-demo"));
        assertThat(described.needs()).containsExactly(Need.DEBTS);
        assertThat(described.medicalOrigin()).isTrue();
    }

    @Test
    void takesForNothingWhatIsNotSaid() {
        Described described = read(Json.object().with("unable", new Json.Bool(false)));
        assertThat(described.file())
                .isEqualTo(new ClientFile(
                        new Client(Optional.of(Age.UNKNOWN), Set.of(), Client.Capacity.PRESUMED),
                        java.util.List.of(),
                        java.util.List.of(),
                        Set.of(),
                        false));
        assertThat(described.medicalOrigin()).isFalse();
        assertThat(read(Json.object().with("age", Json.number(0)))
                        .file()
                        .client()
                        .age())
                .contains(Age.of(0));
    }

    @Test
    void hearsAConsentThatCannotBeReadAsOneThatCannotBeReliedOn() {
        Described described = read(Json.object()
                .with("consents", Json.array(Json.object().with("resourceType", "Patient"), Json.object())));
        assertThat(described.file().consents()).hasSize(2).allMatch(OnFile.Unreliable.class::isInstance);
        assertThat(described.file().consents().stream().map(OnFile::id)).containsExactly("asked-1", "asked-2");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "colour, blue, client.colour",
        "age, forty, client.age",
        "unable, yes, client.unable",
        "secretAddress, no, client.secretAddress",
        "medicalOrigin, 1, client.medicalOrigin"
    })
    void refusesWhatItDoesNotUnderstandAndSaysWhere(String name, String value, String place) {
        assertThat(refused(Json.object().with(name, value))).contains(place);
    }

    @Test
    void refusesNegativeAgesAndConsentsThatAreNone() {
        assertThat(refused(Json.object().with("age", Json.number(-1)))).contains("client.age");
        assertThat(refused(Json.object().with("consents", Json.array(Json.text("yes")))))
                .contains("client.consents");
        assertThat(refused(Json.object().with("conflicts", Json.array(Json.text("No Partner!")))))
                .contains("client.conflicts");
    }
}
