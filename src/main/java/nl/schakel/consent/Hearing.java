package nl.schakel.consent;

import java.time.Instant;
import java.util.Optional;
import nl.schakel.consent.Answer.Voice;
import nl.schakel.referral.Category;

/**
 * Hears what one consent on file says of one category. Whatever is in doubt speaks against the release: a yes must be
 * beyond doubt in every respect, a no need only be possible.
 */
final class Hearing {
    /** A yes speaks for twelve months at most (legend.json), whatever its end says. */
    private static final int LONGEST_MONTHS = 12;

    private final Question question;
    private final Category category;

    Hearing(Question question, Category category) {
        this.question = question;
        this.category = category;
    }

    Answer of(OnFile onFile) {
        if (onFile instanceof OnFile.Unreliable unreliable) {
            return new Answer(Voice.DENIES, "cannot be relied on: " + unreliable.reason());
        }
        Consent consent = ((OnFile.Kept) onFile).consent();
        Reach now = new Reach(question, category, true);
        Reach ever = new Reach(question, category, false);
        return switch (consent.status()) {
            case ENTERED_IN_ERROR -> new Answer(Voice.SILENT, "entered in error");
            case INACTIVE -> ended(consent, ever);
            case REJECTED -> rejected(consent, now);
            case DRAFT, PROPOSED -> unfinished(consent, now, ever);
            case ACTIVE -> active(consent, now, ever);
        };
    }

    private static Answer ended(Consent consent, Reach ever) {
        return ever.couldPermit(consent.provision())
                ? new Answer(
                        Voice.TAKEN_BACK, "taken back", consent.withdrawnAt().orElse(Instant.MAX))
                : Answer.SILENCE;
    }

    /** Whatever was proposed, the client said no to it. */
    private static Answer rejected(Consent consent, Reach now) {
        return now.couldSpeak(consent.provision())
                ? new Answer(Voice.DENIES, "the client was asked and said no")
                : Answer.SILENCE;
    }

    private static Answer unfinished(Consent consent, Reach now, Reach ever) {
        Answer heard = heard(consent, now, ever);
        return heard.voice() == Voice.PERMITS
                ? new Answer(Voice.VOID, "not given yet: " + consent.status().code())
                : heard;
    }

    private Answer active(Consent consent, Reach now, Reach ever) {
        Answer heard = heard(consent, now, ever);
        if (heard.voice() != Voice.PERMITS) {
            return heard;
        }
        return flaw(consent).map(why -> new Answer(Voice.VOID, why)).orElse(heard);
    }

    private static Answer heard(Consent consent, Reach now, Reach ever) {
        return switch (now.of(consent.provision())) {
            case DENY -> new Answer(Voice.DENIES, "the client refuses this");
            case PERMIT -> new Answer(Voice.PERMITS, "the client agrees");
            case UNNAMED -> new Answer(Voice.VOID, "names no receiver, no purpose or no category");
            case NOTHING ->
                ever.of(consent.provision()) == Reach.Word.PERMIT
                        ? new Answer(Voice.VOID, "not within its period")
                        : Answer.SILENCE;
        };
    }

    /** Why a yes does not count. */
    private Optional<String> flaw(Consent consent) {
        if (consent.recording().at().isAfter(question.at())) {
            return Optional.of("dated in the future");
        }
        if (!question.at().isBefore(DutchTime.later(consent.recording().at(), LONGEST_MONTHS))) {
            return Optional.of("older than twelve months");
        }
        if (consent.kind() == Consent.Kind.PRESUMED) {
            return Optional.empty();
        }
        if (isSelfGranted(consent)) {
            return Optional.of("the receiver cannot grant to itself by message");
        }
        if (consent.evidence().isEmpty()) {
            return Optional.of("without the text that the client saw");
        }
        return Entitlement.flaw(consent.givers(), question.file().client(), category);
    }

    private boolean isSelfGranted(Consent consent) {
        return consent.recording().channel() == Consent.Channel.MESSAGE
                && consent.recording().by().equals(question.receiver().id());
    }
}
