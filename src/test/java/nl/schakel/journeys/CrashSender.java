package nl.schakel.journeys;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A ward's connection: each message is sent, the same bytes again and again, until it is accepted. */
final class CrashSender implements Runnable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final long PAUSE_MILLIS = 100;
    /** Of so many accepted messages one is sent once more, as a sender does that lost the answer. */
    private static final int AGAIN_ONE_IN = 10;

    private final CrashLoad load;
    private final CrashJournal journal;
    private final Random random;
    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    CrashSender(CrashLoad load, CrashJournal journal, Random random, int port) {
        this.load = load;
        this.journal = journal;
        this.random = random;
        this.port = port;
    }

    @Override
    public void run() {
        try {
            for (CrashReferral next = load.next(); next != null; next = load.next()) {
                untilAccepted(next);
                if (random.nextInt(AGAIN_ONE_IN) == 0) {
                    untilAccepted(next);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp();
        }
    }

    private void untilAccepted(CrashReferral referral) throws InterruptedException {
        while (!accepted(referral)) {
            // A ward does not hammer at a closed door.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean accepted(CrashReferral referral) {
        if (!connected()) {
            return false;
        }
        long at = journal.attempt(referral);
        try {
            byte[] answer = exchange(referral.bytes());
            if (CrashAnswer.of(answer).accepts()) {
                journal.accepted(referral, at, answer);
                return true;
            }
            journal.refused(referral, answer);
        } catch (IOException silence) {
            journal.unanswered(referral);
            hangUp();
        }
        return false;
    }

    private boolean connected() {
        if (socket.isConnected() && !socket.isClosed()) {
            return true;
        }
        try {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            return true;
        } catch (IOException closed) {
            hangUp();
            return false;
        }
    }

    private byte[] exchange(byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 3);
        frame.write(0x0B);
        frame.write(message);
        frame.write(0x1C);
        frame.write(0x0D);
        socket.getOutputStream().write(frame.toByteArray());
        return answer();
    }

    private byte[] answer() throws IOException {
        if (in.read() != 0x0B) {
            throw new EOFException("No answer");
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int next = in.read(); next != 0x1C; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Half an answer");
            }
            answer.write(next);
        }
        if (in.read() != 0x0D) {
            throw new EOFException("An answer without its end");
        }
        return answer.toByteArray();
    }

    private void hangUp() {
        try {
            socket.close();
        } catch (IOException gone) {
            in = InputStream.nullInputStream();
        }
    }
}
