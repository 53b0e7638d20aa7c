package nl.schakel.bench.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** What the product is compared with, each in a JVM of its own with the product's heap and collector. */
final class Peer {
    private static final Duration START = Duration.ofMinutes(1);
    private static final int PART = 32;
    private static final int ACCEPTED = 300;

    private Peer() {}

    /** @param main a class of src/peers, which knows other libraries and of the product its database alone */
    private static ServerProcess jvm(String main, Path folder, int port, Object... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms208m",
                "-Xmx1g",
                "-Xmn56m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getPackageName() + "." + main));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return ServerProcess.start(command, folder.resolve(main + port + ".txt"))
                .whenItListens(port, START);
    }

    private static Contender delivering(ServerProcess server, Receiver receiver, Running.Opening opening) {
        return Running.delivering(server, opening, receiver, () -> {
            server.close();
            receiver.close();
        });
    }

    /** HTTP in, persistent queue, HTTP out. */
    static Contender passThroughHttp(Path folder, IntFunction<byte[]> messages)
            throws IOException, InterruptedException {
        Receiver receiver = Receiver.http();
        int port = Product.free();
        ServerProcess server =
                jvm("PassThrough", folder, port, folder, port, Product.free(), receiver.port(), Product.free());
        HttpClient client = client();
        return delivering(server, receiver, () -> number -> post(client, port, messages.apply(number), ""));
    }

    /** MLLP in, persistent queue, MLLP out. */
    static Contender passThroughMllp(Path folder, IntFunction<byte[]> messages)
            throws IOException, InterruptedException {
        Receiver receiver = Receiver.mllp();
        int port = Product.free();
        ServerProcess server =
                jvm("PassThrough", folder, port, folder, Product.free(), port, Product.free(), receiver.port());
        return delivering(server, receiver, () -> {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return number -> {
                socket.getOutputStream().write(Receiver.framed(messages.apply(number)));
                return new String(Receiver.frame(in), StandardCharsets.ISO_8859_1).contains("\rMSA|AA|");
            };
        });
    }

    /** Check, read, sign, write with a shared sync; it delivers nothing. */
    static Contender kernel(Path folder, IntFunction<byte[]> messages)
            throws IOException, InterruptedException, GeneralSecurityException {
        return kernel(folder, messages, folder.resolve("kernel.log"));
    }

    /** The same with the product's database and three commits, which is the least that it could do there. */
    static Contender kernelWithDatabase(Path folder, Path programs, IntFunction<byte[]> messages)
            throws IOException, InterruptedException, GeneralSecurityException {
        return kernel(folder, messages, folder.resolve("db"), programs);
    }

    private static Contender kernel(Path folder, IntFunction<byte[]> messages, Path place, Object... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair sender = generator.generateKeyPair();
        KeyPair own = generator.generateKeyPair();
        int port = Product.free();
        Base64.Encoder text = Base64.getUrlEncoder();
        List<Object> args = new ArrayList<>(List.of(
                place,
                port,
                text.encodeToString(sender.getPublic().getEncoded()),
                text.encodeToString(own.getPrivate().getEncoded())));
        args.addAll(List.of(more));
        ServerProcess server = jvm("Kernel", folder, port, args.toArray());
        ECPrivateKeyParameters key = (ECPrivateKeyParameters)
                PrivateKeyFactory.createKey(sender.getPrivate().getEncoded());
        HttpClient client = client();
        return Running.writing(server, () -> number -> {
            byte[] body = messages.apply(number);
            return post(client, port, body, text.encodeToString(signature(key, body)));
        });
    }

    private static byte[] signature(ECPrivateKeyParameters key, byte[] body) {
        try {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] rs = signer.generateSignature(
                    MessageDigest.getInstance("SHA-256").digest(body));
            byte[] both = new byte[2 * PART];
            BigIntegers.asUnsignedByteArray(rs[0], both, 0, PART);
            BigIntegers.asUnsignedByteArray(rs[1], both, PART, PART);
            return both;
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static boolean post(HttpClient client, int port, byte[] body, String signature) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in"))
                .header("Content-Type", "application/fhir+json")
                .header("X-Request-ID", UUID.nameUUIDFromBytes(body).toString());
        if (!signature.isEmpty()) {
            request.header("Signature", signature);
        }
        try {
            return client.send(
                                    request.POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    < ACCEPTED;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", stop);
        }
    }
}
