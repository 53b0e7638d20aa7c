package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.trust.BouncyCastle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's Wycheproof vectors against our raw verification; skipped where the reference set is not at hand. */
@Guards(Threat.T33)
class WycheproofTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363_test.json, EC, ES256, 262",
        "ed25519_test.json, Ed25519, EdDSA, 151",
        "rsa_pss_2048_sha256_mgf1_32_test.json, RSA, PS256, 108"
    })
    void takesEveryValidSignatureAndNoOther(String file, String family, String algorithm, int expected)
            throws Exception {
        takes(NativeProvider.none(), file, family, algorithm, expected);
    }

    /** The optional provider is held to the same vectors, and Bouncy Castle stands below it. */
    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363_test.json, EC, ES256, 262",
        "rsa_pss_2048_sha256_mgf1_32_test.json, RSA, PS256, 108"
    })
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = "amd64",
            disabledReason = "its native library is for Linux on x86-64")
    void takesTheSameByTheNativeProvider(String file, String family, String algorithm, int expected) throws Exception {
        takes(NativeProvider.of(AmazonCorrettoCryptoProvider.INSTANCE), file, family, algorithm, expected);
    }

    private static void takes(NativeProvider provider, String file, String family, String algorithm, int expected)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (JsonNode group : vectors(file).get("testGroups")) {
            PublicKey encoded = decoded(group, family);
            SealKey key = provider.over(SealKey.of(encoded).orElseThrow(), encoded);
            assertThat(key.algorithm()).isEqualTo(algorithm);
            for (JsonNode vector : group.get("tests")) {
                boolean taken = key.verifies(new SigningInput(hex(vector, "msg")), hex(vector, "sig"));
                if (taken != vector.get("result").asText().equals("valid")) {
                    wrong.add(vector.get("tcId") + " " + vector.get("comment").asText());
                }
                seen++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void doesNotSealWithP384() throws Exception {
        for (JsonNode group : vectors("ecdsa_secp384r1_sha384_p1363_test.json").get("testGroups")) {
            assertThat(SealKey.of(decoded(group, "EC"))).isEmpty();
        }
    }

    @Test
    void takesNoInvalidJws() throws Exception {
        List<String> falseAccepts = new ArrayList<>();
        int accepted = 0;
        int invalid = 0;
        for (JsonNode group : vectors("json_web_signature_test.json").get("testGroups")) {
            Optional<SealKey> key = jwk(group);
            for (JsonNode vector : group.get("tests")) {
                boolean valid = vector.get("result").asText().equals("valid");
                boolean taken = key.isPresent() && verifies(key.get(), vector.get("jws"));
                invalid += valid ? 0 : 1;
                accepted += taken && valid ? 1 : 0;
                if (taken && !valid) {
                    falseAccepts.add(
                            vector.get("tcId") + " " + vector.get("comment").asText());
                }
            }
        }
        assertThat(falseAccepts).isEmpty();
        assertThat(accepted).isPositive();
        assertThat(invalid).isEqualTo(355);
    }

    /** As the profile reads a JWS, but with the key at hand and a header of any members. */
    private static boolean verifies(SealKey key, JsonNode jws) throws Exception {
        String[] parts = jws.asText().split("\\.", -1);
        if (!jws.isTextual() || parts.length != 3) {
            return false;
        }
        Optional<byte[]> header = Base64Url.decode(parts[0]);
        Optional<byte[]> payload = Base64Url.decode(parts[1]);
        Optional<byte[]> signature = Base64Url.decode(parts[2]);
        if (header.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
            return false;
        }
        String alg = JSON.readTree(new String(header.get(), StandardCharsets.UTF_8))
                .path("alg")
                .asText();
        return alg.equals(key.algorithm()) && key.verifies(SigningInput.of(parts[0], payload.get()), signature.get());
    }

    /** The certificate says what a key is for; in these sets the JWK does. */
    private static Optional<SealKey> jwk(JsonNode group) throws Exception {
        JsonNode jwk = group.path("public");
        Set<String> ours = Set.of("ES256", "PS256");
        if (!ours.contains(jwk.path("alg").asText()) || jwk.path("use").asText().equals("enc")) {
            return Optional.empty();
        }
        PublicKey key = jwk.get("kty").asText().equals("EC")
                ? ECKey.parse(jwk.toString()).toPublicKey()
                : RSAKey.parse(jwk.toString()).toPublicKey();
        return SealKey.of(key);
    }

    private static PublicKey decoded(JsonNode group, String family) throws Exception {
        byte[] der = hex(group, "publicKeyDer");
        return KeyFactory.getInstance(family, BouncyCastle.PROVIDER).generatePublic(new X509EncodedKeySpec(der));
    }

    private static byte[] hex(JsonNode node, String member) {
        return HexFormat.of().parseHex(node.get(member).asText());
    }

    private static JsonNode vectors(String file) throws Exception {
        Path folder = Path.of(System.getProperty("schakel.reference", "../shared/reference"), "wycheproof");
        Path path = folder.resolve("testvectors_v1").resolve(file);
        assumeTrue(Files.exists(path), "the Wycheproof set is not here: " + path);
        return JSON.readTree(path.toFile());
    }
}
