package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.Holdings;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Usage;

/**
 * The key folder of a home.
 *
 * @param pki the folder
 * @param place where our own keys lie
 */
record KeyFolder(Path pki, OwnKeys.Place place) {
    /** What a command does with the keys of a home. */
    @FunctionalInterface
    interface Work {
        int with(KeyFolder folder) throws IOException;
    }

    /** The same with those for one use. */
    @FunctionalInterface
    interface WorkForUse {
        int with(KeyFolder folder, Usage usage) throws IOException;
    }

    /** Does the work, or says that this home has no key folder. */
    static int in(Path home, Console console, Work work) throws IOException {
        Step<KeyFolder> folder = of(home);
        return folder instanceof Step.Next<KeyFolder> there
                ? work.with(there.value())
                : folder.fold(never -> Exit.OK, console::refuse);
    }

    /** Does the work, or says what is wrong with the folder or the use. */
    static int in(Path home, String use, Console console, WorkForUse work) throws IOException {
        return in(home, console, folder -> {
            Step<Usage> usage = usage(use);
            return usage instanceof Step.Next<Usage> wanted
                    ? work.with(folder, wanted.value())
                    : usage.fold(never -> Exit.OK, console::refuse);
        });
    }

    private static Step<KeyFolder> of(Path home) throws IOException {
        Settings settings = Settings.of(Map.of(), home);
        Path pki = path(settings, "pki").orElse(home.resolve("pki"));
        return Files.isDirectory(pki)
                ? Step.next(new KeyFolder(
                        pki,
                        new OwnKeys.Place(
                                pki, path(settings, "keystore"), path(settings, "pkcs11"), path(settings, "password"))))
                : Step.stopped(Problem.at(ProblemCode.NOT_FOUND, pki.toString())
                        .expected("the key folder of a home; name the home with --home"));
    }

    private static Optional<Path> path(Settings settings, String name) {
        return settings.text("schakel.trust." + name).map(Path::of);
    }

    /** Our own keys. */
    OwnKeys own() {
        return OwnKeys.at(place);
    }

    /** Every certificate of this home. */
    List<Holdings.Holding> holdings() {
        return new Holdings(pki, this::own).all();
    }

    /** The demo's authority, where this home has one. */
    Optional<CertificateAuthority> authority() {
        return Files.exists(pki.resolve("ca/intermediate.key"))
                ? Optional.of(CertificateAuthority.createAt(pki, Clock.systemUTC()))
                : Optional.empty();
    }

    static Step<Usage> usage(String text) {
        return Usage.of(text)
                .filter(Usage.ofGateway()::contains)
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.CONFIGURATION_INVALID, "USE")
                        .seen("another word")
                        .expected("one of " + uses())));
    }

    static String uses() {
        return Usage.ofGateway().stream().map(Usage::text).collect(Collectors.joining(", "));
    }
}
