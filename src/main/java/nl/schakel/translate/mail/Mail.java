package nl.schakel.translate.mail;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A mail as it was read.
 *
 * @param headers by their lower-case names, decoded; what no rule knows stands together under {@code other}
 * @param text the plain text
 * @param html whether the same text was there as HTML, which is not read
 */
public record Mail(
        Map<String, List<String>> headers, Optional<String> text, boolean html, List<Attachment> attachments) {
    public Mail {
        // In one order always: the account of a mail is compared byte for byte.
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        attachments = List.copyOf(attachments);
    }

    @Override
    public String toString() {
        return "Mail[" + headers.size() + " headers, " + attachments.size() + " attachments]";
    }

    /**
     * A form that came with it.
     *
     * @param place the part, as refusals name it
     * @param mediaType {@code application/json} or {@code text/csv}
     * @param charset as the part declares it
     */
    public record Attachment(String place, String name, String mediaType, Optional<String> charset, byte[] bytes) {
        @Override
        public String toString() {
            return "Attachment[" + place + ", " + mediaType + ", " + bytes.length + " bytes]";
        }
    }
}
