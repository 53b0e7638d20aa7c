package nl.schakel.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import nl.schakel.consent.Provision.Effect;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/**
 * Random consents with nested rules, against what must hold of every decision. {@code -Dschakel.consent.cases=5000000}
 * for the long form; a failure names the seed of its one case, and {@code -Dschakel.consent.seed=... -Dschakel.consent.cases=1}
 * runs it again.
 */
class ConsentHarnessTest {
    private static final int CASES = Integer.getInteger("schakel.consent.cases", 200_000);
    private static final List<Category> CATEGORIES =
            List.of(Category.CONTACT, Category.ZRM, Category.DEBTS, Category.SAFETY, Category.SPECIAL);
    private static final List<Purpose> PURPOSES = List.of(Purpose.TRANSITION, Purpose.SAFETY, Purpose.INTAKE);
    private static final List<Actor> ACTORS = List.of(
            new Actor.Kind(Role.MO),
            new Actor.Kind(Role.SHV),
            new Actor.Organisation(new PartnerId("opvang-demo")),
            new Actor.Organisation(new PartnerId("opvang-twee")));

    private static final OnFile NO =
            SampleConsent.saying(Provision.denyAll()).id("no").onFile();

    @Test
    void holdsInEveryCase() {
        long seed = Long.getLong("schakel.consent.seed", System.nanoTime());
        System.out.println("ConsentHarnessTest: seed " + seed + ", " + CASES + " cases");
        int permitted = 0;
        for (int i = 0; i < CASES; i++) {
            permitted += new Case(seed + i).check() ? 1 : 0;
        }
        System.out.println("ConsentHarnessTest: " + permitted + " permitted");
        if (CASES > 1000 && (permitted < CASES / 20 || permitted > CASES / 2)) {
            throw new AssertionError("the cases say little: " + permitted + " of " + CASES + " permitted");
        }
    }

    /** One question with what is on file. */
    private static final class Case {
        private final long seed;
        private final Random random;
        private final List<OnFile> consents = new ArrayList<>();
        private final Purpose purpose;
        private final Category category;
        private final Client client;

        Case(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
            this.purpose = pick(PURPOSES);
            this.category = pick(CATEGORIES);
            this.client = client();
            for (int i = random.nextInt(4); i > 0; i--) {
                consents.add(OnFile.recorded(consent("c-" + i)));
            }
        }

        private <T> T pick(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private <T> Set<T> some(List<T> values, int chanceOfAny) {
            if (random.nextInt(chanceOfAny) == 0) {
                return Set.of();
            }
            Set<T> some = new java.util.HashSet<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                some.add(pick(values));
            }
            return some;
        }

        private Client client() {
            Age age = random.nextInt(8) == 0
                    ? Age.UNKNOWN
                    : Age.of(List.of(10, 14, 16, 40, 40, 40, 40).get(random.nextInt(7)));
            Set<Giver> representatives = random.nextInt(4) == 0 ? EnumSet.of(pick(List.of(Giver.values()))) : Set.of();
            Client.Capacity capacity = random.nextInt(8) == 0 ? Client.Capacity.UNABLE : Client.Capacity.PRESUMED;
            return new Client(Optional.of(age), representatives, capacity);
        }

        private Consent consent(String id) {
            Instant given = Asked.NOW.minus(Duration.ofDays(random.nextInt(400) - 10));
            Consent.Status status =
                    random.nextInt(3) > 0 ? Consent.Status.ACTIVE : pick(List.of(Consent.Status.values()));
            return new Consent(
                    id,
                    status,
                    random.nextInt(8) == 0 ? Consent.Kind.PRESUMED : Consent.Kind.EXPLICIT,
                    random.nextInt(6) == 0 ? EnumSet.of(pick(List.of(Giver.values()))) : Set.of(Giver.CLIENT),
                    new Consent.Recording(
                            new PartnerId(random.nextInt(6) == 0 ? "opvang-demo" : "ggz-noord"),
                            pick(List.of(Consent.Channel.values())),
                            given),
                    random.nextInt(8) == 0 ? Optional.empty() : Optional.of(SampleConsent.EVIDENCE),
                    status == Consent.Status.INACTIVE && random.nextBoolean()
                            ? Optional.of(given.plus(Duration.ofDays(random.nextInt(100))))
                            : Optional.empty(),
                    provision(2));
        }

        private Provision provision(int depth) {
            List<Provision> exceptions = new ArrayList<>();
            for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
                exceptions.add(provision(depth - 1));
            }
            return new Provision(
                    random.nextInt(3) == 0 ? Effect.DENY : Effect.PERMIT,
                    some(ACTORS, depth == 2 ? 6 : 2),
                    some(PURPOSES, depth == 2 ? 6 : 2),
                    some(CATEGORIES, depth == 2 ? 6 : 2),
                    random.nextInt(3) == 0 ? period() : Period.ALWAYS,
                    random.nextInt(12) == 0 ? Optional.of(period()) : Optional.empty(),
                    random.nextInt(10) == 0 ? List.of("x") : List.of(),
                    exceptions);
        }

        private Period period() {
            Instant from = Asked.NOW.minus(Duration.ofDays(random.nextInt(20) - 3));
            return new Period(Optional.of(from), Optional.of(from.plus(Duration.ofDays(1 + random.nextInt(20)))));
        }

        private boolean decide(List<OnFile> said) {
            return decision(said).words().get(category).permitted();
        }

        private Decision decision(List<OnFile> said) {
            return Asked.decided(Asked.question()
                    .client(client)
                    .purpose(purpose)
                    .said(said.toArray(OnFile[]::new))
                    .about(category));
        }

        boolean check() {
            boolean permitted = decide(consents);
            holds(!permitted || rowAllows(), "permitted although the row does not");
            holds(!permitted || !plainNo(), "permitted under a no");
            holds(decide(shuffled()) == permitted, "depends on the order");
            holds(!decide(plus(new OnFile.Unreliable("u", "00", "tampered"))), "permitted beside an unreliable one");
            holds(!decide(plus(NO)), "permitted beside a no to everything");
            if (!consents.isEmpty()) {
                int at = random.nextInt(consents.size());
                holds(permitted || random.nextBoolean() || !decide(doubted(at)), "a doubt opened something");
                holds(permitted || !decide(removedYes(at)), "to take a yes away opened something");
                if (random.nextInt(10) == 0) {
                    holds(!decide(tampered(at)), "a changed consent was relied on");
                    holds(stored(at).equals(consents.get(at)), "did not survive the store");
                }
            }
            if (permitted) {
                holds(
                        asksNoConsent() || consents.stream().anyMatch(one -> decide(List.of(one))),
                        "no one consent permits it");
            }
            if (random.nextInt(50) == 0) {
                Decision decision = decision(consents);
                holds(decision.sha256().equals(Hash.of(decision(consents).audit())), "other bytes");
                Question again =
                        QuestionReader.read(decision.audit().object("question").orElseThrow());
                holds(Asked.decided(again).sha256().equals(decision.sha256()), "another decision after the store");
            }
            return permitted;
        }

        private void holds(boolean held, String what) {
            if (!held) {
                throw new AssertionError(what + ": -Dschakel.consent.seed=" + seed + " -Dschakel.consent.cases=1");
            }
        }

        private Optional<PolicyRow> row() {
            return Asked.Held.BASIS.row(
                    new PolicyRow.Cell(purpose, Optional.of(Role.GGZ), Role.MO, category), Asked.NOW);
        }

        private boolean rowAllows() {
            return row().map(row ->
                            row.decision() == PolicyRow.Decision.PERMIT || row.decision() == PolicyRow.Decision.CONSENT)
                    .orElse(false);
        }

        private boolean asksNoConsent() {
            return row().map(row -> row.decision() == PolicyRow.Decision.PERMIT).orElse(false);
        }

        /** A no without exceptions that fits by its plain words. */
        private boolean plainNo() {
            return consents.stream()
                    .map(onFile -> ((OnFile.Kept) onFile).consent())
                    .filter(consent -> consent.status() == Consent.Status.ACTIVE)
                    .map(Consent::provision)
                    .anyMatch(rule -> rule.effect() == Effect.DENY
                            && rule.exceptions().isEmpty()
                            && rule.dataPeriod().isEmpty()
                            && rule.period().contains(Asked.NOW)
                            && (rule.purposes().isEmpty() || rule.purposes().contains(purpose))
                            && (rule.categories().isEmpty() || rule.categories().contains(category))
                            && (rule.actors().isEmpty()
                                    || rule.actors().contains(ACTORS.get(0))
                                    || rule.actors().contains(ACTORS.get(2))));
        }

        private List<OnFile> shuffled() {
            List<OnFile> other = new ArrayList<>();
            boolean within = random.nextInt(4) == 0;
            for (OnFile onFile : consents) {
                Consent consent = ((OnFile.Kept) onFile).consent();
                other.add(within ? OnFile.recorded(with(consent, mixed(consent.provision()))) : onFile);
            }
            Collections.shuffle(other, random);
            return other;
        }

        private Provision mixed(Provision rule) {
            List<Provision> exceptions = new ArrayList<>(rule.exceptions());
            Collections.shuffle(exceptions, random);
            return rule.except(exceptions.stream().map(this::mixed).toArray(Provision[]::new));
        }

        private static Consent with(Consent consent, Provision provision) {
            return new Consent(
                    consent.id(),
                    consent.status(),
                    consent.kind(),
                    consent.givers(),
                    consent.recording(),
                    consent.evidence(),
                    consent.withdrawnAt(),
                    provision);
        }

        private List<OnFile> plus(OnFile one) {
            List<OnFile> more = new ArrayList<>(consents);
            more.add(random.nextInt(more.size() + 1), one);
            return more;
        }

        private List<OnFile> doubted(int at) {
            Consent consent = ((OnFile.Kept) consents.get(at)).consent();
            return replaced(at, OnFile.recorded(with(consent, doubted(consent.provision()))));
        }

        /** A doubt in the rule, or in one of its exceptions. */
        private Provision doubted(Provision rule) {
            if (!rule.exceptions().isEmpty() && random.nextBoolean()) {
                List<Provision> exceptions = new ArrayList<>(rule.exceptions());
                int at = random.nextInt(exceptions.size());
                exceptions.set(at, doubted(exceptions.get(at)));
                return rule.except(exceptions.toArray(Provision[]::new));
            }
            return new Provision(
                    rule.effect(),
                    rule.actors(),
                    rule.purposes(),
                    rule.categories(),
                    rule.period(),
                    rule.dataPeriod(),
                    List.of("doubt"),
                    rule.exceptions());
        }

        private List<OnFile> removedYes(int at) {
            boolean says = new Hearing(decision(consents).question(), category)
                            .of(consents.get(at))
                            .voice()
                    == Answer.Voice.PERMITS;
            List<OnFile> fewer = new ArrayList<>(consents);
            if (says) {
                fewer.remove(at);
            }
            return fewer;
        }

        private List<OnFile> replaced(int at, OnFile other) {
            List<OnFile> all = new ArrayList<>(consents);
            all.set(at, other);
            return all;
        }

        private OnFile stored(int at) {
            Consent consent = ((OnFile.Kept) consents.get(at)).consent();
            return OnFile.stored(consent.id(), consent.json(), consent.sha256());
        }

        private List<OnFile> tampered(int at) {
            Consent consent = ((OnFile.Kept) consents.get(at)).consent();
            String other = consent.recording().channel() == Consent.Channel.DESK ? "MESSAGE" : "DESK";
            return replaced(at, OnFile.stored(consent.id(), consent.json().with("channel", other), consent.sha256()));
        }
    }
}
