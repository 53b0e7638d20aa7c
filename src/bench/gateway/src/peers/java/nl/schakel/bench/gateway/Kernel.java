package nl.schakel.bench.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Executors;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.BigIntegers;

/**
 * The least that a secured step can be: check a signature, read the document once, sign it anew, keep it, answer. No rules,
 * no receipts, no order, no delivery.
 *
 * <p>Arguments: file to write, port, public key of the sender and private key of its own, both in Base64; and, where it is to
 * keep in a database below that file's name, the folder of the database's programs.
 */
public final class Kernel {
    private static final int THREADS = 8;
    private static final int PART = 32;
    private static final JsonFactory JSON = new JsonFactory();

    private final Store store;
    private final ECPublicKeyParameters sender;
    private final ECPrivateKeyParameters own;

    private Kernel(Store store, ECPublicKeyParameters sender, ECPrivateKeyParameters own) {
        this.store = store;
        this.sender = sender;
        this.own = own;
    }

    public static void main(String[] args) throws Exception {
        Path place = Path.of(args[0]);
        Kernel kernel = new Kernel(
                args.length > 4 ? new ThreeCommits(place, Path.of(args[4])) : new SharedSync(place),
                (ECPublicKeyParameters)
                        PublicKeyFactory.createKey(Base64.getUrlDecoder().decode(args[2])),
                (ECPrivateKeyParameters)
                        PrivateKeyFactory.createKey(Base64.getUrlDecoder().decode(args[3])));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 128);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/in", kernel::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] hash = sha256(body);
            byte[] signature =
                    Base64.getUrlDecoder().decode(exchange.getRequestHeaders().getFirst("Signature"));
            if (!isGood(hash, signature) || !isRead(body)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            store.keep(body, sign(hash));
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private boolean isGood(byte[] hash, byte[] signature) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, sender);
        return signature.length == 2 * PART
                && signer.verifySignature(
                        hash,
                        new BigInteger(1, Arrays.copyOf(signature, PART)),
                        new BigInteger(1, Arrays.copyOfRange(signature, PART, 2 * PART)));
    }

    private static boolean isRead(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens > 2;
        }
    }

    private byte[] sign(byte[] hash) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, own);
        BigInteger[] rs = signer.generateSignature(hash);
        byte[] both = new byte[2 * PART];
        BigIntegers.asUnsignedByteArray(rs[0], both, 0, PART);
        BigIntegers.asUnsignedByteArray(rs[1], both, PART, PART);
        return both;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (java.security.NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
