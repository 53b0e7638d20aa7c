package nl.schakel.journeys;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nl.schakel.demo.Doors;
import nl.schakel.demo.DropVoice;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;

/** A sender's way to one door. */
interface CrashLine {
    /** Opens the way when it is not open. */
    void connect() throws IOException;

    /** Sends it and returns the answer; an exception means that there was none, whatever became of the message. */
    CrashAnswer exchange(byte[] message) throws IOException;

    /** The next message needs a new way. */
    void hangUp();

    /** @param ports by the door names of {@link Doors} */
    static CrashLine to(CrashDoor door, Path home, Map<String, Integer> ports) {
        return switch (door) {
            case MLLP -> new Mllp(ports.get("mllp"));
            case FHIR ->
                new Fhir(
                        known(PartnerVoice.of(home, new PartnerId("ziekenhuis-demo"), doors(ports))),
                        ports.get("partner"));
            case FILE -> new Drop(known(DropVoice.of(home, new PartnerId("pi-demo"))));
        };
    }

    private static Doors doors(Map<String, Integer> ports) {
        return new Doors(0, "", ports, Map.of());
    }

    private static <T> T known(Step<T> voice) {
        return voice.fold(one -> one, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    /** A hospital's system. */
    final class Fhir implements CrashLine {
        private final PartnerVoice voice;
        private final int port;
        private boolean hungUp;

        Fhir(PartnerVoice voice, int port) {
            this.voice = voice;
            this.port = port;
        }

        /** Its client connects when it sends; after a silence it looks first whether anybody is there, which costs no seal. */
        @Override
        public void connect() throws IOException {
            if (hungUp) {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                hungUp = false;
            }
        }

        @Override
        public CrashAnswer exchange(byte[] message) throws IOException {
            return CrashAnswer.ofHttp(voice.post("/fhir", "application/fhir+json", message));
        }

        @Override
        public void hangUp() {
            hungUp = true;
        }
    }

    /** A prison's folder. */
    record Drop(DropVoice voice) implements CrashLine {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        @Override
        public void connect() {
            // A folder is always open.
        }

        @Override
        public CrashAnswer exchange(byte[] message) throws IOException {
            return CrashAnswer.ofReceipt(
                    voice.send("csv", message, PATIENCE).orElseThrow(() -> new EOFException("No receipt")));
        }

        @Override
        public void hangUp() {
            // Nothing is open.
        }
    }

    /** A ward's connection. */
    final class Mllp implements CrashLine {
        private static final int CONNECT_MILLIS = 5_000;
        private static final int ANSWER_MILLIS = 30_000;

        private final int port;
        private Socket socket = new Socket();
        private InputStream in = InputStream.nullInputStream();

        Mllp(int port) {
            this.port = port;
        }

        @Override
        public void connect() throws IOException {
            if (socket.isConnected() && !socket.isClosed()) {
                return;
            }
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }

        @Override
        public CrashAnswer exchange(byte[] message) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 3);
            frame.write(0x0B);
            frame.write(message);
            frame.write(0x1C);
            frame.write(0x0D);
            socket.getOutputStream().write(frame.toByteArray());
            return CrashAnswer.ofHl7(answer());
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

        @Override
        public void hangUp() {
            try {
                socket.close();
            } catch (IOException gone) {
                in = InputStream.nullInputStream();
            }
        }
    }
}
