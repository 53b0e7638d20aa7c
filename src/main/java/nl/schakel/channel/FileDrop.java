package nl.schakel.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;

/**
 * Puts a document into a partner's folder under a name of our own. It appears whole or not at all: written aside, forced
 * to the disk, moved in one step, and the folder forced too. A seal appears before the document it belongs to.
 */
final class FileDrop {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private static final List<String> ENDINGS = List.of("json", "hl7", "csv", "xml", "pdf");

    private FileDrop() {}

    static void drop(Exchange exchange) throws IOException {
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        Path folder = Path.of(exchange.getProperty("folder", String.class));
        exchange.getMessage().setBody(drop(folder, outgoing));
    }

    static Sent drop(Path folder, Outgoing outgoing) throws IOException {
        String name = name(outgoing);
        if (!SAFE.matcher(name).matches() || !Files.isDirectory(folder)) {
            return new Sent.NotDelivered(Problem.at(ProblemCode.PARTNER_UNREACHABLE, "folder"));
        }
        if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return again(folder.resolve(name), outgoing.bytes());
        }
        if (outgoing.jws().isPresent()) {
            place(folder, name + ".jws", outgoing.jws().get().getBytes(StandardCharsets.US_ASCII));
        }
        place(folder, name, outgoing.bytes());
        return delivered(name);
    }

    /** The same bytes once more are the same delivery; other bytes under the name are somebody else's. */
    private static Sent again(Path target, byte[] bytes) throws IOException {
        boolean same = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.size(target) == bytes.length
                && Arrays.equals(Files.readAllBytes(target), bytes);
        return same
                ? delivered(target.getFileName().toString())
                : new Sent.Refused(Problem.at(ProblemCode.MESSAGE_ID_CONFLICT, "folder"), new byte[0]);
    }

    private static Sent delivered(String name) {
        return new Sent.Delivered(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts bytes under this name, whole and on the disk; what stood there before is replaced in the same step. */
    static void place(Path folder, String name, byte[] bytes) throws IOException {
        Path aside = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            write(aside, bytes);
            Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** What was moved into or out of a folder stays so after a power cut. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A name of our own, with the ending that the media type has. */
    static String name(Outgoing outgoing) {
        String type = outgoing.mediaType().toLowerCase(Locale.ROOT);
        String ending = ENDINGS.stream().filter(type::contains).findFirst().orElse("bin");
        return outgoing.messageId() + "." + ending;
    }
}
