package nl.schakel.channel;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * The keys by which a partner's server is known: one, or the present one and the next, each as {@code ssh-keygen -l} prints
 * kind and fingerprint: {@code ED25519 SHA256:...}. The kind matters: a server has a key of each, and shows the one it is
 * asked for.
 */
record HostKeys(List<String> fingerprints, Set<Kind> kinds) {
    static final Pattern FORM = Pattern.compile(
            "(ED25519|ECDSA|RSA) SHA256:[A-Za-z0-9+/]{43}(, (ED25519|ECDSA|RSA) SHA256:[A-Za-z0-9+/]{43})?");

    /** As {@code ssh-keygen} calls them. */
    enum Kind {
        ED25519,
        ECDSA,
        RSA;

        /** What a key of this kind may sign with: nothing with SHA-1. */
        private List<BuiltinSignatures> signatures() {
            return switch (this) {
                case ED25519 -> List.of(BuiltinSignatures.ed25519);
                case ECDSA ->
                    List.of(BuiltinSignatures.nistp256, BuiltinSignatures.nistp384, BuiltinSignatures.nistp521);
                case RSA -> List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256);
            };
        }
    }

    /** @param text of the {@link #FORM} */
    static HostKeys of(String text) {
        List<String[]> keys = Arrays.stream(text.split(", ", -1))
                .map(key -> key.split(" ", 2))
                .toList();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        keys.forEach(key -> kinds.add(Kind.valueOf(key[0])));
        return new HostKeys(keys.stream().map(key -> key[1]).toList(), kinds);
    }

    static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    boolean knows(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    /** The algorithms that the server is asked to sign with. */
    List<NamedFactory<Signature>> signatures() {
        return factories(kinds);
    }

    /** Those that we may sign with. */
    static List<NamedFactory<Signature>> ours() {
        return factories(EnumSet.allOf(Kind.class));
    }

    private static List<NamedFactory<Signature>> factories(Set<Kind> kinds) {
        return kinds.stream().flatMap(kind -> kind.signatures().stream()).collect(Collectors.toList());
    }
}
