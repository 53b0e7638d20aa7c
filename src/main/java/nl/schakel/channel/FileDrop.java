package nl.schakel.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;

/**
 * Puts a document into a partner's folder under a name of our own. It appears whole or not at all, and its seal before
 * it. A repetition finds it there, or puts the same bytes under the same name.
 */
final class FileDrop {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private static final List<String> ENDINGS = List.of("json", "hl7", "csv", "xml", "pdf");

    private FileDrop() {}

    static void drop(Exchange exchange) throws IOException {
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        Path folder = Path.of(exchange.getProperty("folder", String.class));
        exchange.getMessage().setBody(drop(new LocalFolder(folder), outgoing));
    }

    /**
     * Puts it there unless it is there.
     *
     * @throws NeverSent when the document certainly did not appear
     */
    static Sent drop(DropFolder folder, Outgoing outgoing) throws IOException {
        String name = name(outgoing);
        Optional<Sent> known;
        try {
            known = before(folder, name, outgoing);
        } catch (IOException trouble) {
            throw new NeverSent(trouble);
        }
        if (known.isEmpty()) {
            folder.place(name, outgoing.bytes());
        }
        return known.orElseGet(() -> delivered(name));
    }

    /** Everything but the document itself; what came of it when that ends it. */
    private static Optional<Sent> before(DropFolder folder, String name, Outgoing outgoing) throws IOException {
        if (!SAFE.matcher(name).matches() || !folder.isThere()) {
            return Optional.of(new Sent.NotDelivered(Problem.at(ProblemCode.PARTNER_UNREACHABLE, "folder")));
        }
        Optional<Look> there = folder.look(name);
        if (there.isPresent()) {
            return Optional.of(again(folder, name, there.get(), outgoing.bytes()));
        }
        if (outgoing.jws().isPresent()) {
            folder.place(name + Steadiness.SEAL, outgoing.jws().get().getBytes(StandardCharsets.US_ASCII));
        }
        return Optional.empty();
    }

    /** The same bytes once more are the same delivery; other bytes under the name are somebody else's. */
    private static Sent again(DropFolder folder, String name, Look there, byte[] bytes) throws IOException {
        boolean same = there.plain()
                && there.size() == bytes.length
                && folder.read(name, bytes.length)
                        .filter(read -> Arrays.equals(read, bytes))
                        .isPresent();
        return same
                ? delivered(name)
                : new Sent.Refused(Problem.at(ProblemCode.MESSAGE_ID_CONFLICT, "folder"), new byte[0]);
    }

    private static Sent delivered(String name) {
        return new Sent.Delivered(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A name of our own, with the ending that the media type has. */
    static String name(Outgoing outgoing) {
        String type = outgoing.mediaType().toLowerCase(Locale.ROOT);
        String ending = ENDINGS.stream().filter(type::contains).findFirst().orElse("bin");
        return outgoing.messageId() + "." + ending;
    }
}
