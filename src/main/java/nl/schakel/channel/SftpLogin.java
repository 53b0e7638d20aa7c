package nl.schakel.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * As whom we come to a partner's server: an account, and a file with a private key or else a password, which is read at
 * every connection.
 */
record SftpLogin(String account, Secret secret) {
    private static final String KEY = "-----BEGIN ";

    /** @throws IllegalStateException when the file is not there, can be read by everybody or holds a key that is no use */
    static SftpLogin of(String account, Secret secret) {
        SftpLogin login = new SftpLogin(account, secret);
        if (secret.read().startsWith(KEY)) {
            login.keys(secret.read());
        }
        return login;
    }

    /** Makes the client offer this and nothing else: what it does not have it cannot give away. */
    void offer(SshClient client) {
        String text = secret.read();
        if (text.startsWith(KEY)) {
            client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(HostKeys.ours())));
            keys(text).forEach(client::addPublicKeyIdentity);
        } else {
            client.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
            client.addPasswordIdentity(text);
        }
    }

    /** What is wrong with a key is not told in its own words, which may quote it. */
    private List<KeyPair> keys(String text) {
        List<KeyPair> keys = new ArrayList<>();
        try {
            Iterable<KeyPair> read = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("key"),
                    new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.US_ASCII)),
                    FilePasswordProvider.EMPTY);
            if (read != null) {
                read.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            keys.clear();
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException(
                    "No private key without a password in " + secret.file().getFileName());
        }
        return keys;
    }
}
