package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;

/** Sends as a demo partner that has a folder: puts a file and its seal into it, and takes the receipt out of the other. */
public final class DropVoice {
    /** How the names of receipts begin; the id of the file follows. */
    static final String RECEIPT = "ontvangst-";

    private static final Set<Cast> WITH_FOLDER = Set.of(Cast.PI, Cast.TOEGANG);
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("csv", "text/csv", "json", "application/json", "eml", "message/rfc822", "hl7", "application/hl7-v2");
    private static final int ID_CHARACTERS = 32;
    private static final long PAUSE_MILLIS = 100;

    private final Path drop;
    private final Path received;
    private final PartnerKeys keys;

    private DropVoice(Path drop, Path received, PartnerKeys keys) {
        this.drop = drop;
        this.received = received;
        this.keys = keys;
    }

    /** Whether this partner sends files, and nothing else. */
    public static boolean isUsedBy(PartnerId partner) {
        return Cast.of(partner).filter(WITH_FOLDER::contains).isPresent();
    }

    /** @return the voice, or {@code NOT_FOUND} when the home has no keys of that partner */
    public static Step<DropVoice> of(Path home, PartnerId partner) {
        return PartnerKeys.of(home, partner, Clock.systemUTC())
                .map(keys -> new DropVoice(
                        home.resolve("drop").resolve(partner.value()),
                        home.resolve("received").resolve(partner.value()),
                        keys));
    }

    /**
     * Drops the file and waits for its receipt, which then lies with what the partner received.
     *
     * @param ending of the file's name, by which the gateway knows what it is
     * @return the receipt in JSON; empty when none came in time
     */
    public Optional<byte[]> send(String ending, byte[] bytes, Duration patience) throws IOException {
        String id = Sha256.hex(bytes).substring(0, ID_CHARACTERS);
        Path receipt = drop.resolve("out").resolve(RECEIPT + id + ".json");
        Files.deleteIfExists(receipt);
        Path file = drop.resolve("in").resolve(UUID.randomUUID() + "." + ending);
        String seal = keys.seal(bytes, MEDIA_TYPES.getOrDefault(ending, "application/octet-stream"));
        DurableFile.write(
                file.resolveSibling(file.getFileName() + ".jws"),
                seal.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        DurableFile.write(file, bytes);
        return waited(receipt, patience) ? Optional.of(collected(receipt)) : Optional.empty();
    }

    private static boolean waited(Path receipt, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (!Files.exists(receipt)) {
            if (Instant.now().isAfter(end) || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        return true;
    }

    private byte[] collected(Path receipt) throws IOException {
        Path kept = received.resolve(receipt.getFileName());
        Files.move(receipt, kept, StandardCopyOption.ATOMIC_MOVE);
        Path sheet = receipt.resolveSibling(receipt.getFileName().toString().replace(".json", ".csv"));
        if (Files.exists(sheet)) {
            Files.move(sheet, received.resolve(sheet.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readAllBytes(kept);
    }
}
