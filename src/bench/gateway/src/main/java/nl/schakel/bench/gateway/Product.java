package nl.schakel.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import nl.schakel.demo.DemoPartners;
import nl.schakel.demo.Doors;
import nl.schakel.demo.MllpLine;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;

/**
 * Schakel as a newcomer starts it, with its embedded database and broker; senders and receivers are in this process, and a
 * referral goes to one receiver.
 */
final class Product implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    /** Everything goes to the desk, and nobody else is asked. */
    private static final String CIRCLE = """
            name: %s
            transition: Ontslag zonder woning
            municipality:
              code: "%s"
              name: %s
            services: [CTI, OPVANG, BW]
            addressed: [%s]
            desk:
              partner: %s
              purpose: %s
            parties: []
            """;

    /** Whom the mass of the referrals goes to, and somebody else. */
    static final String MASS = "opvang-demo";

    static final String OTHER = "vrouwenopvang-demo";

    /** Who may send few messages. */
    static final String LIMITED = OTHER;

    static final int LIMIT_PER_MINUTE = 600;

    private final Path home;
    private final DemoPartners partners;
    private final Map<String, Receiver> receivers;
    private final ServerProcess server;
    private final Duration start;

    private Product(
            Path home, DemoPartners partners, Map<String, Receiver> receivers, ServerProcess server, Duration start) {
        this.home = home;
        this.partners = partners;
        this.receivers = receivers;
        this.server = server;
        this.start = start;
    }

    /**
     * @param before a program that starts it, such as strace with its options
     * @param more partners beside those of the demo, to which nothing is sent
     */
    static Product start(Path root, Path folder, List<String> before, int more)
            throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        Map<String, Integer> any = new TreeMap<>();
        DemoPartners.defaultPorts().keySet().forEach(name -> any.put(name, 0));
        DemoPartners partners = DemoPartners.start(home, any);
        Map<String, Receiver> receivers = new TreeMap<>();
        for (String name : List.of(MASS, OTHER)) {
            receivers.put(name, Receiver.https(tls(home.resolve("pki/partners").resolve(name))));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        partners.ports().forEach((name, port) -> settings.put("schakel.demo.ports." + name, port.toString()));
        receivers.forEach((name, one) -> settings.put("schakel.demo.ports." + name, Integer.toString(one.port())));
        settings.put("schakel.demo.partners", "false");
        partners.stampUrl().ifPresent(url -> settings.put("schakel.audit.tsa-url", url.toString()));
        for (String door : List.of("web", "management", "partner", "mllp", "mllps")) {
            settings.put("schakel.ports." + door, Integer.toString(free()));
        }
        settings.put("schakel.directory.routes", routes(root, folder, more).toString());
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(root.resolve("schakel").toString(), "demo", "--home", home.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        long begin = System.nanoTime();
        ServerProcess server =
                ServerProcess.start(command, folder.resolve("output.txt")).whenItSays("Ready", START);
        return new Product(home, partners, receivers, server, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** A port that nobody has just now. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path routes(Path root, Path folder, int more) throws IOException {
        Path own = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(root.resolve("routes"))) {
            for (Path file : files.toList()) {
                Path target = own.resolve(root.resolve("routes").relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.getParent().endsWith("circles")) {
                    Files.copy(file, target);
                }
            }
        }
        Files.writeString(
                own.resolve("circles/mass.yaml"),
                CIRCLE.formatted(
                        "mass",
                        "0772",
                        "Eindhoven",
                        "agb|90001234, facility|MO-EINDHOVEN, oin|00000099000000004000",
                        MASS,
                        "TRANSITION"));
        Files.writeString(
                own.resolve("circles/other.yaml"),
                CIRCLE.formatted("other", "0855", "Tilburg", "oin|00000099000000006000", OTHER, "INTAKE"));
        Path like = own.resolve("partners/ziekenhuis-demo.yaml");
        Path ward = own.resolve("partners/ggz-noord.yaml");
        if (!Files.readString(ward).contains("quota:")) {
            Files.writeString(ward, Files.readString(ward) + "quota: {per-minute: 120000, burst: 20000}\n");
        }
        Path limited = own.resolve("partners/" + LIMITED + ".yaml");
        Files.writeString(
                limited, Files.readString(limited) + "quota: {per-minute: " + LIMIT_PER_MINUTE + ", burst: 10}\n");
        for (int i = 0; i < more; i++) {
            String text = Files.readString(like)
                    .replace("ziekenhuis-demo\n", "ziekenhuis-" + i + "\n")
                    .replace("00000099000000002000", "000000990001%08d".formatted(i))
                    .replace("ZH-ZUID", "ZH-" + i);
            Files.writeString(own.resolve("partners/ziekenhuis-" + i + ".yaml"), text);
        }
        return own;
    }

    private static SSLContext tls(Path folder) {
        try (var certificates = Files.newInputStream(folder.resolve("tls.crt"))) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(certificates)
                    .toArray(Certificate[]::new);
            String pem = Files.readString(folder.resolve("tls.key")).replaceAll("-----[A-Z ]+-----", "");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "tls",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(pem))),
                    new char[0],
                    chain);
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (GeneralSecurityException trouble) {
            throw new IllegalStateException("The key of a demo partner", trouble);
        }
    }

    /** From the command to the line that says it is ready. */
    Duration startTime() {
        return start;
    }

    Path home() {
        return home;
    }

    /** Several share the product, which is closed by whoever started it. */
    private Contender running(Running.Opening opening) {
        return Running.delivering(server, opening, receivers.get(MASS), () -> {});
    }

    /** Sealed Bundles of a hospital over mutual TLS. */
    Contender fhir(IntFunction<byte[]> messages) throws IOException {
        PartnerVoice voice = voice("ziekenhuis-demo");
        return running(() -> number -> posted(voice, messages.apply(number)));
    }

    /** As a sender does that hears nothing: the same bytes once more. */
    private static boolean posted(PartnerVoice voice, byte[] message) throws IOException {
        try {
            return voice.post("/fhir", "application/fhir+json", message).isGood();
        } catch (IOException silence) {
            return voice.post("/fhir", "application/fhir+json", message).isGood();
        }
    }

    /** REF^I12 of a ward over MLLP with TLS. */
    Contender hl7(IntFunction<byte[]> messages) throws IOException {
        PartnerVoice voice = voice("ggz-noord");
        return running(() -> {
            MllpLine line = voice.mllp(false);
            return number -> new String(
                            line.exchange(messages.apply(number)), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("\rMSA|AA|");
        });
    }

    /** Runs a command of the product against this home. */
    void command(Path root, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("schakel").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("It said no: " + String.join(" ", words));
        }
    }

    Receiver receiver(String partner) {
        return receivers.get(partner);
    }

    PartnerVoice voice(String partner) throws IOException {
        Doors doors = Doors.read(home).orElseThrow();
        return PartnerVoice.of(home, new PartnerId(partner), doors) instanceof Step.Next<PartnerVoice> next
                ? next.value()
                : refused(partner);
    }

    private static PartnerVoice refused(String partner) {
        throw new IllegalStateException("No keys of " + partner);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Receiver one : receivers.values()) {
            one.close();
        }
        partners.close();
    }
}
