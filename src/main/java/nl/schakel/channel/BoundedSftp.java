package nl.schakel.channel;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * A client that waits for a server's answers only so long, also for all of them together. Names are bytes to it, whatever their
 * character set is. That an answer has at most 256 kB, and that nobody gives one that was not asked for, the library sees to.
 */
final class BoundedSftp extends DefaultSftpClient {
    private final SftpServer.Times times;
    private Duration waited = Duration.ZERO;

    private BoundedSftp(ClientSession session, SftpServer.Times times) throws IOException {
        super(session, SftpVersionSelector.fixedVersionSelector(SftpConstants.SFTP_V3), null);
        this.times = times;
        setNameDecodingCharset(StandardCharsets.ISO_8859_1);
    }

    static BoundedSftp over(ClientSession session, SftpServer.Times times) throws IOException {
        return new BoundedSftp(session, times);
    }

    @Override
    public Buffer receive(int id) throws IOException {
        Duration left = times.waiting().minus(waited);
        Duration patience = times.answer().compareTo(left) < 0 ? times.answer() : left;
        long begin = System.nanoTime();
        Buffer answer = receive(id, patience);
        waited = waited.plusNanos(System.nanoTime() - begin);
        if (answer == null) {
            throw new SocketTimeoutException("no answer in time");
        }
        return answer;
    }
}
