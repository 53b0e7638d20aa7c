package nl.schakel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.consent.Actor;
import nl.schakel.consent.Client;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.Consent;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.Decision;
import nl.schakel.consent.Giver;
import nl.schakel.consent.LegalBasis;
import nl.schakel.consent.OnFile;
import nl.schakel.consent.Period;
import nl.schakel.consent.Provision;
import nl.schakel.consent.Question;
import nl.schakel.referral.Category;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * The ward's referral on its way to a care team, under the whole policy table, for a client with ten consents on file: six
 * that agree, two that refuse and two that were taken back.
 */
final class Decisions {
    private static final Instant GIVEN = Instant.parse("2026-04-01T08:00:00Z");
    private static final Instant ASKED = Instant.parse("2026-04-10T22:30:00Z");
    private static final int CONSENTS = 10;
    private static final int REFUSALS = 6;
    private static final int TAKEN_BACK = 8;

    private final ConsentDesk desk;
    private final Candidate candidate;
    private final ClientFile file = new ClientFile(Client.ORDINARY, consents(), List.of(), Set.of(), false);
    private final Question question;

    Decisions(Path mappings) {
        this.desk = new ConsentDesk(basis(mappings.resolve("policy")));
        byte[] message = new Contestants(mappings).message("ref-i12/schakel");
        this.candidate = Candidate.minted(
                ValidatedReferral.minted(new Product(mappings).ward(message)),
                new PartnerId("cti-team-demo"),
                Role.CTI,
                Purpose.TRANSITION,
                Optional.of(Need.CARE),
                "circle");
        this.question = Question.about(candidate, file, ASKED);
    }

    private static LegalBasis basis(Path policy) {
        try {
            return LegalBasis.read(policy, "default-policy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<OnFile> consents() {
        List<Category> categories = List.of(Category.values());
        List<OnFile> all = new ArrayList<>();
        for (int i = 0; i < CONSENTS; i++) {
            boolean refuses = i >= REFUSALS && i < TAKEN_BACK;
            Provision provision = Provision.of(
                    refuses ? Provision.Effect.DENY : Provision.Effect.PERMIT,
                    Set.of(new Actor.Kind(Role.CTI)),
                    Set.of(Purpose.TRANSITION),
                    Set.of(categories.get(i), categories.get(i + 3)),
                    Period.ALWAYS);
            all.add(OnFile.recorded(new Consent(
                    "consent-" + i,
                    i >= TAKEN_BACK ? Consent.Status.INACTIVE : Consent.Status.ACTIVE,
                    Consent.Kind.EXPLICIT,
                    Set.of(Giver.CLIENT),
                    new Consent.Recording(new PartnerId("ggz-noord"), Consent.Channel.DESK, GIVEN),
                    Optional.of("ab".repeat(32)),
                    i >= TAKEN_BACK ? Optional.of(GIVEN.plusSeconds(1)) : Optional.empty(),
                    provision)));
        }
        return all;
    }

    /** How many rules the policy has. */
    int rules() {
        return desk.basis().size();
    }

    /** How many categories are decided about. */
    int categories() {
        return question.held().size();
    }

    /** The words alone. */
    Decision decide() {
        return desk.decide(question);
    }

    /** The question made of the referral, the words, and the account that the audit keeps. */
    ConsentedReferral decideWithAccount() {
        return desk.decide(candidate, file, ASKED).fold(consented -> consented, problem -> {
            throw new IllegalStateException(problem.sentence());
        });
    }
}
