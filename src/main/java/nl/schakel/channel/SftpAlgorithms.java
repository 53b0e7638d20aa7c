package nl.schakel.channel;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;

/** With what a connection to a partner's server is kept: nothing with SHA-1, CBC, 3DES or less than 3072 bits. */
final class SftpAlgorithms {
    private static final List<BuiltinDHFactories> EXCHANGES = List.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.sntrup761x25519,
            BuiltinDHFactories.sntrup761x25519_openssh,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh,
            BuiltinDHFactories.ecdhp384,
            BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.dhg16_512,
            BuiltinDHFactories.dhg18_512);

    private SftpAlgorithms() {}

    static void agree(SshClient ssh, HostKeys keys) {
        ssh.setKeyExchangeFactories(EXCHANGES.stream()
                .filter(BuiltinDHFactories::isSupported)
                .map(ClientBuilder.DH2KEX)
                .collect(Collectors.toList()));
        ssh.setSignatureFactories(keys.signatures());
        Stream<BuiltinFactory<Cipher>> ciphers = Stream.of(
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.cc20p1305_openssh,
                BuiltinCiphers.aes256ctr,
                BuiltinCiphers.aes128ctr);
        ssh.setCipherFactories(supported(ciphers));
        Stream<BuiltinFactory<Mac>> macs = Stream.of(
                BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);
        ssh.setMacFactories(supported(macs));
        ssh.setCompressionFactories(List.of(BuiltinCompressions.none));
    }

    private static <T> List<NamedFactory<T>> supported(Stream<BuiltinFactory<T>> wanted) {
        return wanted.filter(BuiltinFactory::isSupported).collect(Collectors.toList());
    }
}
