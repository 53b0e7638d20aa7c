package nl.schakel.translate.hl7;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import nl.schakel.translate.tree.JsonBuilder;

/**
 * Writes the HL7 v2 answer to a message: MSA, and on refusal ERR with place and code (HL7 v2.5 chapter 2.15). The same
 * message, control id and time give the same bytes. It repeats nothing but the header's own ids.
 */
public final class Acknowledgement {
    /** As the standard writes them; anything else is the sender's own text, which no answer repeats. */
    private static final Pattern EVENT = Pattern.compile("[A-Z][A-Z0-9]{2}");

    /** For who sends something about a client of whom no referral runs; MSA-3 holds 80 characters. */
    private static final String NOTHING_RUNS =
            "Stored; no referral of this client runs. Vastgelegd; er loopt geen verwijzing.";

    private static final String OUR_APPLICATION = "SCHAKEL";

    private Acknowledgement() {}

    /** AA; MSA-3 carries the referral's reference when there is one. */
    public static byte[] accepted(
            byte[] original, String ackControlId, Instant at, Optional<ReferralReference> reference) {
        Optional<Hl7Header> header = Hl7Header.peek(original);
        JsonBuilder msa = acknowledged(header, "AA");
        msa.set("3", new Json.Text(reference.map(ReferralReference::text).orElse(NOTHING_RUNS)));
        return bytes(List.of(header(header, ackControlId, at), msa));
    }

    /** AE or AR as the problem's code says; the original may be anything. */
    public static byte[] refused(byte[] original, String ackControlId, Instant at, Problem problem) {
        Optional<Hl7Header> header = Hl7Header.peek(original);
        JsonBuilder msa = acknowledged(header, problem.code().acknowledgement());
        return bytes(List.of(header(header, ackControlId, at), msa, Hl7Error.segment(problem)));
    }

    private static JsonBuilder header(Optional<Hl7Header> original, String ackControlId, Instant at) {
        JsonBuilder msh = segment("MSH");
        put(msh, "3", original.flatMap(h -> h.echo(5)).or(() -> Optional.of(new Json.Text(OUR_APPLICATION))));
        put(msh, "4", original.flatMap(h -> h.echo(6)).or(() -> Optional.of(new Json.Text(OUR_APPLICATION))));
        put(msh, "5", original.flatMap(h -> h.echo(3)));
        put(msh, "6", original.flatMap(h -> h.echo(4)));
        msh.set("7", new Json.Text(Hl7Times.stamp(at)));
        msh.set(
                "9",
                components(
                        "ACK",
                        original.flatMap(h -> h.text(9, 2))
                                .filter(event -> EVENT.matcher(event).matches())
                                .orElse(""),
                        "ACK"));
        msh.set("10", new Json.Text(ackControlId));
        msh.set("11", new Json.Text(original.flatMap(h -> h.text(11, 1)).orElse("P")));
        msh.set(
                "12",
                new Json.Text(original.flatMap(h -> h.text(12, 1))
                        .filter(Hl7Reader.VERSIONS::contains)
                        .orElse("2.5")));
        msh.set("17", new Json.Text("NLD"));
        return msh;
    }

    private static JsonBuilder acknowledged(Optional<Hl7Header> original, String code) {
        JsonBuilder msa = segment("MSA");
        msa.set("1", new Json.Text(code));
        original.flatMap(h -> h.text(10, 1)).ifPresent(id -> msa.set("2", new Json.Text(id)));
        return msa;
    }

    public static JsonBuilder segment(String name) {
        JsonBuilder segment = new JsonBuilder();
        segment.set("segment", new Json.Text(name));
        return segment;
    }

    public static Json components(String... parts) {
        JsonBuilder made = new JsonBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                made.set(Integer.toString(i + 1), new Json.Text(parts[i]));
            }
        }
        return made.build();
    }

    private static void put(JsonBuilder segment, String field, Optional<Json> value) {
        value.ifPresent(v -> segment.set(field, v));
    }

    private static byte[] bytes(List<JsonBuilder> segments) {
        List<Json> built = new ArrayList<>();
        segments.forEach(segment -> built.add(segment.build()));
        return Hl7Writer.bytes(built);
    }
}
