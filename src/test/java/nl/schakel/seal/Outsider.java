package nl.schakel.seal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Somebody who checks a seal with node's package jose and with OpenSSL, and has none of our code. */
final class Outsider {
    private final Path folder;

    Outsider(Path folder) {
        this.folder = folder;
    }

    /** With docs/verify and its package, installed here; a test that needs it is skipped where that cannot be. */
    Outsider withNode() throws Exception {
        assumeTrue(ran("npm", "--version") == 0 && ran("node", "--version") == 0, "node is not here");
        Path copy = Files.createDirectories(folder.resolve("verify"));
        for (String file : new String[] {"package.json", "seal.mjs"}) {
            Files.copy(Path.of("docs/verify").resolve(file), copy.resolve(file));
        }
        assumeTrue(ran("npm", "--prefix", copy.toString(), "install", "--silent") == 0, "npm cannot fetch jose");
        return this;
    }

    /** Whether node takes this seal: {@code docs/verify/seal.mjs}. */
    boolean takes(String form, X509Certificate root, byte[] message, String beside, String... more) throws Exception {
        Files.writeString(at("root.crt"), pem("CERTIFICATE", root.getEncoded()));
        Files.write(at("message"), message);
        Files.writeString(at("seal.jws"), beside);
        var command = new java.util.ArrayList<>(java.util.List.of(
                "node",
                at("verify/seal.mjs").toString(),
                form,
                at("root.crt").toString(),
                at("message").toString(),
                at("seal.jws").toString()));
        command.addAll(java.util.List.of(more));
        return ran(command.toArray(String[]::new)) == 0;
    }

    /** Whether node takes this seal over a request whose head came as these lines. */
    boolean takesRequest(X509Certificate root, byte[] body, String jws, String head) throws Exception {
        Files.write(at("head"), head.getBytes(StandardCharsets.ISO_8859_1));
        return takes("adr-message", root, body, jws, at("head").toString());
    }

    /** Whether OpenSSL takes this signature over exactly these bytes. */
    boolean opensslTakes(X509Certificate signer, byte[] input, byte[] signature, String... options) throws Exception {
        assumeTrue(ran("openssl", "version") == 0, "openssl is not here");
        Files.writeString(at("key.pem"), pem("PUBLIC KEY", signer.getPublicKey().getEncoded()));
        Files.write(at("input"), input);
        Files.write(at("signature"), signature);
        var command = new java.util.ArrayList<>(java.util.List.of("openssl", "dgst", "-sha256"));
        command.addAll(java.util.List.of(options));
        command.addAll(java.util.List.of(
                "-verify",
                at("key.pem").toString(),
                "-signature",
                at("signature").toString(),
                at("input").toString()));
        return ran(command.toArray(String[]::new)) == 0;
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static byte[] signature(String jws) {
        return Base64.getUrlDecoder().decode(jws.substring(jws.lastIndexOf('.') + 1));
    }

    /** What a JWS signs, written apart from our own code. */
    static byte[] input(String jws, byte[] payload) {
        return (jws.substring(0, jws.indexOf('.'))
                        + '.'
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(payload))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Its exit code; -1 when there is no such program, or it does not end. */
    static int ran(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException none) {
            return -1;
        }
    }
}
