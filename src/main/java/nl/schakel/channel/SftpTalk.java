package nl.schakel.channel;

import java.io.Closeable;
import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import nl.schakel.egress.EgressRefused;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * One connection to a partner's server, from its greeting to its end. Nothing is told to a server that shows another key than
 * its partner's file names: no account and no password. Everything about it ends with it; nothing of the machine's own
 * settings for SSH (known hosts, keys, agents) plays a part.
 */
final class SftpTalk implements Closeable {
    private final SshClient ssh;
    private final ScheduledFuture<?> end;
    private final BoundedSftp sftp;

    private SftpTalk(SshClient ssh, ScheduledFuture<?> end, BoundedSftp sftp) {
        this.ssh = ssh;
        this.end = end;
        this.sftp = sftp;
    }

    static {
        // Bouncy Castle is asked for Ed25519 here, and is no provider of the whole machine because of that.
        System.setProperty("org.apache.sshd.security.provider.BC.useNamed", "false");
    }

    /** @throws NotReached when nothing can be told to this server now */
    static SftpTalk open(SftpServer server, SftpServer.Times times, ScheduledExecutorService clock) throws NotReached {
        SshClient ssh = client(server);
        Greeting greeting = new Greeting(server.keys());
        ssh.setServerKeyVerifier((session, address, key) -> greeting.isOf(key));
        ssh.start();
        ScheduledFuture<?> end =
                clock.schedule(() -> ssh.close(true), times.whole().toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClientSession session = ssh.connect(server.login().account(), server.address())
                    .verify(DoorLimits.SFTP_CONNECT)
                    .getSession();
            session.auth().verify(DoorLimits.SFTP_LOGIN);
            return new SftpTalk(ssh, end, BoundedSftp.over(session, times));
        } catch (IOException | RuntimeException trouble) {
            end.cancel(false);
            ssh.close(true);
            throw new NotReached(greeting.refused().orElseGet(() -> problem(trouble)));
        }
    }

    private static SshClient client(SftpServer server) {
        SshClient ssh = ClientBuilder.builder()
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .build();
        ssh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        ssh.setUserInteraction(UserInteraction.NONE);
        ssh.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        ssh.setChannelFactories(List.of());
        SftpAlgorithms.agree(ssh, server.keys());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(ssh, DoorLimits.SFTP_ANSWER.dividedBy(2));
        server.login().offer(ssh);
        return ssh;
    }

    /** Which key the server showed. Asked by the connection's own thread. */
    private static final class Greeting {
        private final HostKeys known;
        private volatile Optional<String> stranger = Optional.empty();

        Greeting(HostKeys known) {
            this.known = known;
        }

        boolean isOf(PublicKey key) {
            String fingerprint = HostKeys.fingerprint(key);
            stranger = Optional.of(fingerprint).filter(shown -> !known.knows(shown));
            return stranger.isEmpty();
        }

        Optional<Problem> refused() {
            return stranger.map(shown -> Problem.at(ProblemCode.SERVER_KEY_UNKNOWN, "hostkey")
                    .seen(shown)
                    .expected(String.join(" or ", known.fingerprints())));
        }
    }

    private static Problem problem(Exception trouble) {
        if (trouble instanceof EgressRefused refused) {
            return Outcome.problem(refused);
        }
        int code = trouble instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
        String seen = switch (code) {
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE -> "its server refused our login";
            case SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED -> "no algorithm or kind of key in common";
            default -> trouble.getClass().getSimpleName();
        };
        return Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen(seen);
    }

    /** @param path absolute */
    SftpFolder folder(String path) {
        return new SftpFolder(sftp, path);
    }

    @Override
    public void close() {
        end.cancel(false);
        ssh.close(true);
    }
}
