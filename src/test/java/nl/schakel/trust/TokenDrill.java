package nl.schakel.trust;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import nl.schakel.referral.Step;
import nl.schakel.seal.PartOpener;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealedPart;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.seal.XmlSealer;

/**
 * A process of its own that works with keys in a token: the library of a token is told by the environment where its tokens
 * are, and a provider that is registered stays so. Prints one line for each thing that it did.
 */
public final class TokenDrill {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("root")
            .valid(
                    Clock.systemUTC().instant().minus(Duration.ofHours(1)),
                    Clock.systemUTC().instant().plus(Duration.ofDays(1)))
            .make();

    private TokenDrill() {}

    /** @param args folder with {@code token.cfg} and {@code pin} and others that are wrong */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        make(folder);
        GatewayKeys keys = GatewayKeys.from(settings(folder, "token.cfg", "pin")::held);
        say("hidden", keys.seal().key().getEncoded() == null);
        IssuedKey before = keys.seal();
        keys.renew();
        say("the same after a look", keys.seal() == before);
        TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), Clock.systemUTC());
        seals(keys, anchors);
        parts(keys, anchors);
        say("tls", shaken(keys, anchors));
        refusals(folder);
        System.exit(0);
    }

    private static void make(Path folder) throws Exception {
        var provider = Security.getProvider("SunPKCS11")
                .configure(folder.resolve("token.cfg").toString());
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, Files.readString(folder.resolve("pin")).strip().toCharArray());
        for (Usage usage : Usage.ofGateway()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Workshop order = switch (usage) {
                case TLS -> Workshop.tls();
                case DECRYPT -> Workshop.decrypt();
                default -> Workshop.seal();
            };
            IssuedKey issued = order.over(pair)
                    .by(ROOT)
                    .named("C=NL,CN=localhost,SERIALNUMBER=" + Workshop.OIN)
                    .valid(
                            ROOT.certificate().getNotBefore().toInstant(),
                            ROOT.certificate().getNotAfter().toInstant())
                    .make();
            store.setKeyEntry(usage.text(), pair.getPrivate(), null, new Certificate[] {issued.certificate()});
        }
    }

    private static TrustSettings settings(Path folder, String token, String pin) {
        return new TrustSettings(
                folder,
                List.of(),
                List.of(),
                null,
                false,
                Duration.ofSeconds(15),
                null,
                null,
                null,
                null,
                null,
                folder.resolve(token),
                folder.resolve(pin));
    }

    private static OwnKeys own(Path folder) {
        return settings(folder, "token.cfg", "pin").own();
    }

    private static void seals(GatewayKeys keys, TrustAnchors anchors) {
        SealVerifier verifier = new SealVerifier(anchors);
        for (Sealer sealer :
                List.of(new Sealer(keys::seal, Clock.systemUTC()), new Sealer(keys::checkpoint, Clock.systemUTC()))) {
            String seal = sealer.seal(BODY, Sealer.DOCUMENT, "application/json");
            say(
                    "seal",
                    verifier.diagnose(BODY, seal, Sealer.DOCUMENT, anchors.now())
                            .orElse("good"));
            say(
                    "seal of other bytes",
                    verifier.diagnose(new byte[1], seal, Sealer.DOCUMENT, anchors.now())
                            .orElse("good"));
        }
        byte[] soap = ("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a/></s:Body>"
                        + "</s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        byte[] sealed = new XmlSealer(keys::seal, Clock.systemUTC()).seal(soap);
        say(
                "seal in XML",
                new XmlSealVerifier(anchors).diagnose(sealed, anchors.now()).orElse("good"));
    }

    /** What was sealed for the key of the token is opened by it; what was sealed for another is not. */
    private static void parts(GatewayKeys keys, TrustAnchors anchors) {
        Clock clock = Clock.systemUTC();
        IssuedKey ours = keys.decrypt().orElseThrow();
        PartOpener opener = new PartOpener(ours, new SealVerifier(anchors), clock);
        PartSealer sealer = new PartSealer(new Sealer(keys::seal, clock), clock);
        SealedPart part = new SealedPart(
                "message-1",
                Workshop.OIN,
                Workshop.OIN,
                "part-1",
                "text/plain",
                "for us alone".getBytes(StandardCharsets.UTF_8));
        say("part", opened(opener.open(sealer.seal(part, ours.certificate()), "message-1")));
        String[] changed = sealer.seal(part, ours.certificate()).split("\\.", -1);
        changed[1] = (changed[1].startsWith("A") ? "B" : "A") + changed[1].substring(1);
        say("part that was changed", opened(opener.open(String.join(".", changed), "message-1")));
    }

    private static String opened(Step<SealedPart> step) {
        return step.fold(
                part -> new String(part.content(), StandardCharsets.UTF_8),
                problem -> problem.code().name());
    }

    /** Both ends show the key of the token. */
    private static String shaken(GatewayKeys keys, TrustAnchors anchors) throws Exception {
        SSLContext tls = TlsContexts.live(keys::tls, ROOT.chain(), anchors);
        try (SSLServerSocket server =
                (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0)) {
            server.setNeedClientAuth(true);
            Thread other = new Thread(() -> {
                try (SSLSocket taken = (SSLSocket) server.accept()) {
                    taken.getOutputStream().write(taken.getInputStream().read());
                } catch (java.io.IOException refused) {
                    say("server", refused.getMessage());
                }
            });
            other.start();
            try (SSLSocket client =
                    (SSLSocket) tls.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                client.getOutputStream().write(7);
                int echoed = client.getInputStream().read();
                other.join();
                return echoed == 7 ? client.getSession().getProtocol() : "another answer";
            }
        }
    }

    private static void refusals(Path folder) throws Exception {
        Files.writeString(folder.resolve("elsewhere.cfg"), "name=elsewhere\nlibrary=/nowhere/libtoken.so\nslot=0\n");
        say("library", refused(() -> settings(folder, "elsewhere.cfg", "pin").held()));
        String config = Files.readString(folder.resolve("token.cfg"));
        Files.writeString(
                folder.resolve("slot.cfg"),
                config.replace("slotListIndex=0", "slotListIndex=9").replace("schakel-test", "no-slot"));
        say("slot", refused(() -> settings(folder, "slot.cfg", "pin").held()));
        say(
                "no configuration",
                refused(() -> settings(folder, "none.cfg", "pin").held()));
        say("object", refused(() -> own(folder).active(Usage.STAMP)));
        say("request", refused(() -> own(folder).request(Usage.SEAL)));
        say("rollover", refused(() -> own(folder).announce(Usage.SEAL, ROOT)));
        say("open pin", refused(() -> settings(folder, "token.cfg", "open-pin").held()));
    }

    private static String refused(Runnable action) {
        try {
            action.run();
            return "nothing refused";
        } catch (KeyMaterialInvalid refused) {
            return refused.getMessage();
        }
    }

    private static void say(String what, Object came) {
        System.out.println(what + "=" + came);
    }

    /** Opens a token whose PIN is another, in a process that never logged in. */
    public static final class WrongPin {
        private WrongPin() {}

        /** @param args as above */
        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            say("pin", refused(() -> settings(folder, "token.cfg", "wrong-pin").held()));
        }
    }
}
