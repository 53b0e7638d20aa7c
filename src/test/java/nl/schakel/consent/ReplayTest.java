package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that are taken again, long after. */
class ReplayTest {
    private static final Instant OPENED = Instant.parse("2026-04-10T10:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private PolicyArchive archive() {
        return new PolicyArchive(folder.resolve("policies"));
    }

    /** With one of everything that can be in it. */
    private static Question rich() {
        Provision dated = new Provision(
                Provision.Effect.PERMIT,
                Set.of(new Actor.Kind(Role.MO), new Actor.Organisation(new PartnerId("opvang-demo"))),
                Set.of(Purpose.TRANSITION, Purpose.INTAKE),
                Set.of(Category.ZRM, Category.NETWORK),
                new Period(Optional.of(OPENED), Optional.empty()),
                Optional.of(new Period(Optional.empty(), Optional.of(OPENED))),
                java.util.List.of("b", "a"),
                java.util.List.of(Provision.denyAll()));
        return Asked.question()
                .said(
                        SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                                .onFile(),
                        SampleConsent.saying(dated)
                                .id("c-2")
                                .withdrawn(OPENED)
                                .by(Giver.CLIENT, Giver.PARENT)
                                .onFile(),
                        SampleConsent.yes(Role.MO, Purpose.CARE, Category.PLAN)
                                .id("c-3")
                                .presumed()
                                .onFile(),
                        SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.NETWORK)
                                .id("c-5")
                                .onFile()
                                .ofAnotherNumber(),
                        new OnFile.Unreliable("c-4", "00", "tampered"))
                .opened(
                        new Opening(
                                "o-1",
                                new PartnerId("opvang-demo"),
                                Purpose.SAFETY,
                                Set.of(Category.SAFETY),
                                "aa",
                                OPENED,
                                Optional.of("bb"),
                                Optional.of(new Opening.Review("cc", OPENED, true))),
                        new Opening(
                                "o-2",
                                new PartnerId("opvang-demo"),
                                Purpose.SAFETY,
                                Set.of(Category.SAFETY, Category.HOUSING),
                                "aa",
                                OPENED,
                                Optional.empty(),
                                Optional.empty()))
                .conflict("ggz-noord")
                .medical()
                .dataOf(new Period(Optional.of(OPENED), Optional.of(OPENED.plusSeconds(1))))
                .aboutAll();
    }

    private static Replay.Outcome outcome(Replay replay, Json.Obj record) {
        return replay.of(record).fold(outcome -> outcome, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Problem refusal(Replay replay, Json.Obj record) {
        return replay.of(record)
                .fold(
                        outcome -> {
                            throw new AssertionError("replayed");
                        },
                        problem -> problem);
    }

    @Test
    void givesTheSameBytesUnderThePolicyOfItsDay() {
        LegalBasis old = SamplePolicy.ofRepository();
        archive().keep(old);
        Decision then = new ConsentDesk(old).decide(rich());
        LegalBasis now = SamplePolicy.of().basis();
        archive().keep(now);
        Replay.Outcome outcome = outcome(new Replay(archive()::of), then.audit());
        assertThat(outcome.isSame()).isTrue();
        assertThat(outcome.recorded()).isEqualTo(then.sha256());
        assertThat(outcome.again().audit().utf8()).isEqualTo(then.audit().utf8());
        assertThat(new ConsentDesk(now).decide(rich()).sha256()).isNotEqualTo(then.sha256());
    }

    @Test
    void givesTheSameBytesForTheSameQuestion() {
        assertThat(Asked.decided(rich()).audit().utf8())
                .isEqualTo(Asked.decided(rich()).audit().utf8());
        assertThat(Asked.decided(rich()).audit().object("question")).isPresent();
    }

    @Test
    void showsWhichWordWasChangedSince() {
        LegalBasis basis = SamplePolicy.ofRepository();
        archive().keep(basis);
        Json.Obj record = Asked.decided(Asked.question().about(Category.ZRM, Category.CONTACT))
                .audit();
        Json.Obj words = record.object("words").orElseThrow();
        Json.Obj forged = record.with(
                "words", words.with("zrm", words.object("zrm").orElseThrow().with("permitted", new Json.Bool(true))));
        assertThat(outcome(new Replay(archive()::of), forged).differing()).containsExactly("zrm");
        assertThat(outcome(new Replay(archive()::of), record.with("questionSha256", "00"))
                        .differing())
                .containsExactly("question");
    }

    @Test
    void provesNothingWithoutThePolicyOfItsDay() throws IOException {
        Json.Obj record = Asked.decided(Asked.question().about(Category.ZRM)).audit();
        assertThat(refusal(new Replay(archive()::of), record).code()).isEqualTo(ProblemCode.NOT_FOUND);
        String name = archive().keep(SamplePolicy.ofRepository());
        Path table = folder.resolve("policies").resolve(name).resolve("default-policy.csv");
        Files.writeString(table, Files.readString(table).replace("zrm,CONSENT", "zrm,PERMIT"));
        assertThat(refusal(new Replay(archive()::of), record).code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(new Replay(archive()::of), record.with("policySha256", "../../etc"))
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void keepsAPolicyOnce() {
        LegalBasis basis = SamplePolicy.ofRepository();
        assertThat(archive().keep(basis)).isEqualTo(archive().keep(basis)).isEqualTo(basis.sha256());
        assertThat(folder.resolve("policies").toFile().list()).containsExactly(basis.sha256());
        assertThat(archive().of(basis.sha256(), "x").orElseThrow().id()).startsWith("x@");
    }

    @Test
    void refusesARecordThatIsNotAsItWasWritten() {
        Json.Obj record = Asked.decided(rich()).audit();
        Json.Obj question = record.object("question").orElseThrow();
        for (String member : java.util.List.of("policy", "policySha256", "question")) {
            assertThat(refusal(new Replay(archive()::of), record.without(member))
                            .code())
                    .isEqualTo(ProblemCode.CONSENT_UNRELIABLE);
        }
        for (String member : java.util.List.of("sender", "receiver", "purpose", "at", "held", "file")) {
            assertThat(refusal(new Replay(archive()::of), record.with("question", question.without(member)))
                            .place())
                    .contains(member);
        }
    }

    @Test
    @Guards(Threat.T05)
    void hearsATamperedConsentOfARecordAsUnreliable() {
        archive().keep(SamplePolicy.ofRepository());
        Json.Obj record = Asked.decided(Asked.question()
                        .said(SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                                .onFile())
                        .about(Category.ZRM))
                .audit();
        String changed = new String(record.utf8(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(changed).contains("\"channel\":\"DESK\"");
        Json.Obj question = record.object("question").orElseThrow();
        Json.Obj file = question.object("file").orElseThrow();
        Json.Obj kept = file.list("consents").get(0).asObject().orElseThrow();
        Json.Obj forged =
                kept.with("consent", kept.object("consent").orElseThrow().with("channel", "MESSAGE"));
        Replay.Outcome outcome = outcome(
                new Replay(archive()::of),
                record.with("question", question.with("file", file.with("consents", Json.array(forged)))));
        assertThat(outcome.differing()).containsExactly("zrm");
        assertThat(outcome.again().words().get(Category.ZRM).permitted()).isFalse();
    }
}
