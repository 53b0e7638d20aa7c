package nl.schakel.journeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import nl.schakel.referral.Limits;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.TlsContexts;

/** Sends a case through the real door of a running gateway, as a partner that has good keys and bad intentions. */
final class HostileDoors {
    private final DemoProcess demo;
    private final Duration patience;
    private final Map<String, SSLContext> contexts = new HashMap<>();
    private final Map<String, Sealer> sealers = new HashMap<>();

    /** @param patience for an answer; beyond it the door counts as silent */
    HostileDoors(DemoProcess demo, Duration patience) {
        this.demo = demo;
        this.patience = patience;
    }

    /** Which address of the partners' door speaks which language. */
    private enum Address {
        FHIR("ziekenhuis-demo", "POST", "/fhir/$process-message", "application/fhir+json", true),
        XML("ziekenhuis-demo", "POST", "/fhir/$process-message", "application/fhir+xml", true),
        TASK("opvang-demo", "PUT", "/fhir/Task/", "application/fhir+json", true),
        JSON("schuldhulp-demo", "POST", "/in/ddas", "application/json", true),
        NOTICE("gemeente-demo", "POST", "/in/notificaties", "application/json", false),
        SOAP("gemeente-demo", "POST", "/in/stuf-ggk", "text/xml; charset=utf-8", false),
        TOKEN("opvang-demo", "POST", "/oauth/token", "application/x-www-form-urlencoded", false),
        HTTP("ziekenhuis-demo", "GET", "/fhir/metadata", "application/fhir+json", false);

        private final String partner;
        private final String verb;
        private final String path;
        private final String type;
        private final boolean sealed;

        Address(String partner, String verb, String path, String type, boolean sealed) {
            this.partner = partner;
            this.verb = verb;
            this.path = path;
            this.type = type;
            this.sealed = sealed;
        }
    }

    /** Through any door but that of files, which are looked at together. */
    HostileAnswer send(String door, HostileMessage message) throws IOException {
        return switch (door) {
            case "mllp" -> mllp(message);
            case "web" -> web(message);
            default -> https(Address.valueOf(door.toUpperCase(java.util.Locale.ROOT)), message);
        };
    }

    private HostileAnswer mllp(HostileMessage message) throws IOException {
        Optional<SSLContext> tls = message.said("as").map(this::tls);
        try (HostileWire wire = HostileWire.to(demo.port(tls.isPresent() ? "mllps" : "mllp"), tls, patience)) {
            wire.write(message.says("bare") ? message.bytes() : framed(message.bytes()));
            wire.endOfWriting();
            long sent = System.nanoTime();
            String heard = wire.heard();
            return HostileAnswer.ofHl7(HostileWire.frames(heard), millis(sent, wire));
        }
    }

    static byte[] framed(byte[] message) {
        return HostileText.bytes('\u000b' + HostileText.latin(message) + "\u001c\r");
    }

    private HostileAnswer https(Address address, HostileMessage message) throws IOException {
        SSLContext tls = tls(message.said("as").orElse(address.partner));
        try (HostileWire wire = HostileWire.to(demo.port("partner"), Optional.of(tls), patience)) {
            return exchanged(wire, message.says("raw") ? message.bytes() : request(address, message));
        }
    }

    private HostileAnswer exchanged(HostileWire wire, byte[] bytes) {
        wire.write(bytes);
        long sent = System.nanoTime();
        String heard = wire.heard();
        return HostileAnswer.ofHttp(HostileWire.responses(heard), millis(sent, wire));
    }

    private byte[] request(Address address, HostileMessage message) {
        byte[] body = message.bytes();
        String type = message.said("type").orElse(address.type);
        List<String> head = new ArrayList<>();
        head.add(message.said("verb").orElse(address.verb) + " "
                + message.said("path").orElse(address.path) + " HTTP/1.1");
        head.add("Host: localhost:" + demo.port("partner"));
        head.add("Connection: close");
        if (!message.says("untyped")) {
            head.add("Content-Type: " + type);
        }
        if (!message.says("unnamed")) {
            head.add("X-Request-ID: " + UUID.nameUUIDFromBytes(body));
        }
        if (address.sealed && !message.says("unsealed")) {
            head.add("Payload-Signature: "
                    + sealer(message.said("seal-of")
                                    .or(() -> message.said("as"))
                                    .orElse(address.partner))
                            .seal(body, Sealer.DOCUMENT, type));
        }
        message.said("version")
                .filter(etag -> !message.says("unversioned"))
                .ifPresent(etag -> head.add("If-Match: " + etag));
        head.addAll(message.heads());
        if (!message.says("unmeasured")) {
            head.add("Content-Length: " + body.length);
        }
        return HostileText.bytes(String.join("\r\n", head) + "\r\n\r\n" + HostileText.latin(body));
    }

    /** As an operator, at the operators' own address. */
    private HostileAnswer web(HostileMessage message) throws IOException {
        byte[] body = message.bytes();
        List<String> head = new ArrayList<>();
        head.add(
                message.said("verb").orElse("GET") + " " + message.said("path").orElse("/api/v1/status") + " HTTP/1.1");
        head.add("Host: localhost");
        head.add("Connection: close");
        if (!message.says("unnamed")) {
            head.add("Authorization: " + Operator.of(demo).authorization());
        }
        if (body.length > 0) {
            head.add("Content-Type: " + message.said("type").orElse("application/json"));
            head.add("Content-Length: " + body.length);
        }
        head.addAll(message.heads());
        try (HostileWire wire = HostileWire.to(demo.port("web"), Optional.empty(), patience)) {
            return exchanged(
                    wire,
                    message.says("raw")
                            ? body
                            : HostileText.bytes(String.join("\r\n", head) + "\r\n\r\n" + HostileText.latin(body)));
        }
    }

    private static long millis(long sent, HostileWire wire) {
        return Math.max(0, wire.lastByte() - sent) / 1_000_000;
    }

    private SSLContext tls(String partner) {
        return contexts.computeIfAbsent(partner, name -> {
            Path keys = demo.home().resolve("pki/partners").resolve(name);
            Path authority = demo.home().resolve("pki/ca");
            return TlsContexts.fromFiles(
                    keys.resolve("tls.crt"),
                    keys.resolve("tls.key"),
                    List.of(authority.resolve("root.crt"), authority.resolve("intermediate.crt")));
        });
    }

    private Sealer sealer(String partner) {
        return sealers.computeIfAbsent(partner, name -> {
            Path keys = demo.home().resolve("pki/partners").resolve(name);
            return new Sealer(KeyFiles.read(keys.resolve("seal.crt"), keys.resolve("seal.key")), Clock.systemUTC());
        });
    }

    /** Where the receipt of a file with these bytes appears; of one that is too large no more is read than shows it. */
    Path receipt(String partner, byte[] file) {
        byte[] read = Arrays.copyOf(file, Math.min(file.length, Limits.CSV_FILE_BYTES + 1));
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(read));
            return drop(partner).resolve("out/ontvangst-" + digest.substring(0, 32) + ".json");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Path drop(String partner) {
        return demo.home().resolve("drop").resolve(partner);
    }

    /** What the whole process has in memory, in MB. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + demo.process().pid() + "/status"), StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
