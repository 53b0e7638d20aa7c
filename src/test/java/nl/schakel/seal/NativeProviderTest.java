package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.trust.BouncyCastle;
import nl.schakel.trust.KeyMaterialInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider beside the product is used when it judges as Bouncy Castle does, and not at all when it does not. */
@Guards(Threat.T33)
class NativeProviderTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = "amd64",
            disabledReason = "its native library is for Linux on x86-64")
    void isReadFromItsJarAndFoundByNobodyElse() throws Exception {
        NativeProvider provider = NativeProvider.in(jar());
        var generator = java.security.KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        PublicKey key = generator.generateKeyPair().getPublic();

        SealKey over = provider.over(SealKey.of(key).orElseThrow(), key);

        assertThat(over).isInstanceOf(NativeKey.class);
        assertThat(over.algorithm()).isEqualTo("ES256");
        assertThat(over.signatureLength()).isEqualTo(64);
        assertThat(java.security.Security.getProvider("AmazonCorrettoCryptoProvider"))
                .isNull();
        assertThat(NativeProvider.none().over(over, key)).isSameAs(over);
    }

    @Test
    void leavesEdDsaToBouncyCastle() throws Exception {
        PublicKey key = java.security.KeyPairGenerator.getInstance("Ed25519", BouncyCastle.PROVIDER)
                .generateKeyPair()
                .getPublic();
        SealKey plain = SealKey.of(key).orElseThrow();

        assertThat(NativeProvider.none().over(plain, key)).isSameAs(plain);
    }

    @Test
    void saysWhenTheFileIsNoSuchProvider() throws Exception {
        Path other = Files.writeString(folder.resolve("other.jar"), "no archive");

        for (Path file : new Path[] {other, folder.resolve("missing.jar")}) {
            assertThatThrownBy(() -> NativeProvider.in(file))
                    .isInstanceOf(KeyMaterialInvalid.class)
                    .hasMessageStartingWith(file + ": expected an Amazon Corretto Crypto Provider");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {TakesAll.class, TakesNothing.class})
    void isNotUsedWhenItJudgesWrongly(Class<? extends SignatureSpi> judge) {
        assertThatThrownBy(() -> NativeProvider.of(new Judge(judge))).isInstanceOf(KeyMaterialInvalid.class);
    }

    private static Path jar() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("AmazonCorrettoCryptoProvider"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    /** Keys as Bouncy Castle has them, and another judge of their signatures. */
    private static final class Judge extends Provider {
        private static final long serialVersionUID = 1;

        Judge(Class<? extends SignatureSpi> judge) {
            super("Judge", "1", "for a test");
            put("Signature.SHA256withECDSAinP1363Format", judge.getName());
            put("Signature.RSASSA-PSS", judge.getName());
            for (String family : new String[] {"EC", "RSA"}) {
                putService(new Service(this, "KeyFactory", family, "", null, null) {
                    @Override
                    public Object newInstance(Object parameter) throws java.security.NoSuchAlgorithmException {
                        return BouncyCastle.PROVIDER
                                .getService("KeyFactory", family)
                                .newInstance(parameter);
                    }
                });
            }
        }
    }

    /** Every signature is good. */
    public static final class TakesAll extends Word {
        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }
    }

    /** None is. */
    public static final class TakesNothing extends Word {
        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }
    }

    /** Needs no key to judge. */
    abstract static class Word extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            throw new InvalidKeyException("verifies only");
        }

        @Override
        protected void engineUpdate(byte one) {}

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {}

        @Override
        protected byte[] engineSign() {
            return new byte[0];
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters) {}

        @Deprecated
        @Override
        protected void engineSetParameter(String name, Object value) {}

        @Deprecated
        @Override
        protected Object engineGetParameter(String name) {
            return name;
        }
    }
}
