package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.params.provider.MethodSource;

/** However a stream drips in, the framing cuts it as one that has it whole, written down again from the standard. */
@Guards(Threat.T14)
class MllpFuzzTest {
    private static final int LIMIT = 4_096;

    static Stream<byte[]> kept() {
        String good = "\u000bMSH|^~\\&|A\r\u001c\r";
        return Stream.of(
                        "\1" + good,
                        "\7" + good + good,
                        "\3" + good + "x" + good,
                        "\2\u000b\u000bMSH\u001c\r",
                        "\2\u000bMSH\u001c\u001c\r",
                        "\1\u000b\u001c\r",
                        "\1\u000bMSH",
                        "\1\u000bMSH\u001c",
                        "\1\u000bMSH\u001c\n",
                        "\1",
                        "\5\u000b" + "x".repeat(LIMIT) + "\u001c\r",
                        "\5\u000b" + "x".repeat(LIMIT + 1) + "\u001c\r")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first byte says in pieces of how many bytes the rest comes. */
    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void whatIsCutIsWhatStoodBetweenTheSigns(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int piece = 1 + (bytes[0] & 0x3f);
        byte[] stream = Arrays.copyOfRange(bytes, 1, bytes.length);
        assertThat(Bounded.read(stream, () -> framed(stream, piece))).isEqualTo(reference(stream));
    }

    private static List<String> framed(byte[] stream, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new MllpFraming(LIMIT));
        for (int at = 0; at < stream.length; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
        }
        channel.finish();
        List<String> frames = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            frames.add(
                    one instanceof Framed.Whole whole
                            ? new String(whole.bytes(), StandardCharsets.ISO_8859_1)
                            : "broken " + ((Framed.Broken) one).problem().code().id());
        }
        return frames;
    }

    private static List<String> reference(byte[] stream) {
        String text = new String(stream, StandardCharsets.ISO_8859_1);
        List<String> frames = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != 0x0b && text.charAt(end) != 0x1c) {
                end++;
            }
            boolean begins = text.charAt(at) == 0x0b;
            if (begins && end - at - 1 > LIMIT) {
                frames.add("broken SCH-1002");
                return frames;
            }
            if (!begins || !text.startsWith("\u001c\r", end) || end == at + 1) {
                frames.add("broken SCH-1001");
                return frames;
            }
            frames.add(text.substring(at + 1, end));
            at = end + 2;
        }
        return frames;
    }
}
