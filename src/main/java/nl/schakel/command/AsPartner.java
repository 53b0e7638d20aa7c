package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;

/** Speaks to the running demo as one of its partners, or says why nobody can. */
final class AsPartner {
    private final Path home;
    private final Console console;

    AsPartner(Path home, Console console) {
        this.home = home;
        this.console = console;
    }

    /** What is to be done with a voice; its exit code. */
    @FunctionalInterface
    interface Talk {
        int with(PartnerVoice voice) throws IOException;
    }

    /** Calls the demo's partner; a name that is none and a home without keys for it are the caller's mistake. */
    int speak(String partner, Talk talk) throws IOException {
        if (!PartnerId.isWellFormed(partner)) {
            return console.fail(Exit.USAGE, "'" + partner + "' is no partner id, such as ggz-noord.");
        }
        Optional<Doors> doors = Doors.read(home);
        if (doors.isEmpty()) {
            return console.fail(Exit.UNREACHABLE, nothingRuns(home));
        }
        Step<PartnerVoice> voice = PartnerVoice.of(home, new PartnerId(partner), doors.get());
        return voice instanceof Step.Next<PartnerVoice> next
                ? talk.with(next.value())
                : voice.fold(never -> Exit.OK, problem -> console.fail(Exit.USAGE, problem.sentence()));
    }

    static String nothingRuns(Path home) {
        return "Nothing runs on " + home + ". Start it with: schakel demo";
    }
}
