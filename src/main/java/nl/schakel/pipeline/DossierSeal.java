package nl.schakel.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConflictRow;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.Head;
import nl.schakel.journal.Dossier.JoinedRow;
import nl.schakel.journal.Dossier.LookRow;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.Dossier.ProtectionRow;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.referral.Category;

/**
 * Binds what is kept of clients to this gateway by keyed hashes: one over each row and one over all rows of a client, so
 * that whoever can write to the database can neither change a row, nor make one, nor take one away.
 */
final class DossierSeal {
    /** Of this head no dossier is. */
    private static final Head SPOILED = new Head(-1, new byte[32]);

    private final SecretKeySpec key;

    DossierSeal(StreamKey secret) {
        this.key = secret.keyFor("dossier");
    }

    void record(Dossier dossier, ConsentRow row) {
        written(
                dossier,
                () -> dossier.record(new ConsentRow(
                        row.id(),
                        row.version(),
                        row.line(),
                        row.recorder(),
                        row.recordedAt(),
                        row.inboxId(),
                        row.ordinal(),
                        row.form(),
                        row.sha256(),
                        mac(dossier, row))));
    }

    void save(Dossier dossier, OpeningRow row) {
        written(dossier, () -> dossier.save(row.sealed(mac(dossier, row))));
    }

    void save(Dossier dossier, ConflictRow row) {
        written(dossier, () -> dossier.save(row.sealed(mac(dossier, row))));
    }

    void save(Dossier dossier, ProtectionRow row) {
        written(dossier, () -> dossier.save(row.sealed(mac(dossier, row))));
    }

    void save(Dossier dossier, TieRow row) {
        written(dossier, () -> dossier.save(row.sealed(mac(dossier, row))));
    }

    /** What was tampered with is not sealed over by the next thing that is recorded. */
    private void written(Dossier dossier, Runnable write) {
        boolean whole = holds(dossier);
        write.run();
        if (whole) {
            dossier.seal(head(dossier));
        }
    }

    /**
     * Brings what is kept under another number into this dossier, row by row as it was recorded. What was tampered with
     * spoils the whole: nothing is released about a client of whom a part is not as it was.
     */
    void join(Dossier dossier, Dossier other, String source, UUID inboxId, Instant at) {
        boolean whole = holds(dossier) && holds(other);
        JoinedRow row = new JoinedRow(other.stream(), dossier.stream(), at, source, inboxId, new byte[0]);
        JoinedRow sealed = row.sealed(mac(row));
        dossier.takeOver(sealed);
        dossier.seal(whole ? head(dossier) : SPOILED);
        // Should somebody take the joined row away, the old number is a client of whom something is missing.
        other.seal(new Head(1, sealed.mac()));
    }

    /** Whether this is what was recorded, byte for byte and all of it. */
    boolean holds(Dossier dossier) {
        Optional<Head> kept = dossier.head();
        Head now = head(dossier);
        boolean whole = kept.map(head -> now.count() == head.count() && MessageDigest.isEqual(now.mac(), head.mac()))
                .orElse(now.count() == 0);
        return whole
                && dossier.consents().stream().allMatch(row -> MessageDigest.isEqual(mac(dossier, row), row.mac()))
                && dossier.openings().stream().allMatch(row -> MessageDigest.isEqual(mac(dossier, row), row.mac()))
                && dossier.conflicts().stream().allMatch(row -> MessageDigest.isEqual(mac(dossier, row), row.mac()))
                && dossier.protections().stream().allMatch(row -> MessageDigest.isEqual(mac(dossier, row), row.mac()))
                && dossier.ties().stream().allMatch(row -> MessageDigest.isEqual(mac(dossier, row), row.mac()))
                && dossier.joined().stream().allMatch(row -> MessageDigest.isEqual(mac(row), row.mac()));
    }

    /** Names something of a client for whoever knows the key, and for nobody else. */
    String name(byte[] stream, String... parts) {
        List<byte[]> all = new ArrayList<>(List.of(text("name"), stream));
        Stream.of(parts).map(DossierSeal::text).forEach(all::add);
        return HexFormat.of().formatHex(hashed(all));
    }

    private Head head(Dossier dossier) {
        List<byte[]> macs = Stream.of(
                        dossier.consents().stream().map(ConsentRow::mac),
                        dossier.openings().stream().map(OpeningRow::mac),
                        dossier.conflicts().stream().map(ConflictRow::mac),
                        dossier.protections().stream().map(ProtectionRow::mac),
                        dossier.ties().stream().map(TieRow::mac),
                        dossier.joined().stream().map(JoinedRow::mac))
                .flatMap(rows -> rows)
                // However the rows are read, together they give one hash.
                .sorted(Arrays::compare)
                .toList();
        List<byte[]> parts = new ArrayList<>(List.of(text("head"), dossier.stream()));
        parts.addAll(macs);
        return new Head(macs.size(), hashed(parts));
    }

    private byte[] mac(Dossier dossier, ConsentRow row) {
        return hashed(List.of(
                text("consent"),
                dossier.recordedUnder(row.id(), row.version()),
                text(row.id()),
                text(row.version()),
                text(row.line()),
                text(row.recorder()),
                text(row.recordedAt()),
                text(row.inboxId().map(Object::toString).orElse("")),
                text(row.ordinal()),
                row.form(),
                text(row.sha256())));
    }

    private byte[] mac(Dossier dossier, OpeningRow row) {
        return hashed(List.of(
                text("opening"),
                dossier.recordedUnder(row.id(), 0),
                text(row.id()),
                text(row.reference()),
                text(row.receiver()),
                text(row.purpose()),
                text(row.categories().stream().map(Category::code).sorted().collect(Collectors.joining(" "))),
                text(row.reason()),
                text(row.openedBy()),
                text(row.openedAt()),
                text(row.informsClient()),
                text(row.silentBecause().orElse("")),
                text(row.review()
                        .map(r -> r.by()
                                + ' '
                                + r.at()
                                + ' '
                                + r.approved()
                                + r.words().map(words -> ' ' + words).orElse(""))
                        .orElse("")),
                text(row.closedAt().map(Object::toString).orElse(""))));
    }

    private byte[] mac(Dossier dossier, ConflictRow row) {
        return hashed(List.of(
                text("conflict"),
                dossier.recordedUnder(row.id(), 0),
                text(row.id()),
                text(row.kind()),
                text(row.party()),
                text(row.recordedBy()),
                text(row.recordedAt()),
                text(row.endedBy().orElse("")),
                text(row.endedAt().map(Object::toString).orElse(""))));
    }

    private byte[] mac(Dossier dossier, ProtectionRow row) {
        return hashed(List.of(
                text("protection"),
                dossier.recordedUnder(row.id(), 0),
                text(row.id()),
                text(row.source()),
                text(row.recordedAt()),
                text(row.inboxId().map(Object::toString).orElse("")),
                text(row.endedBy().orElse("")),
                text(row.endedAt().map(Object::toString).orElse(""))));
    }

    private byte[] mac(JoinedRow row) {
        return hashed(List.of(
                text("joined"), row.into(), row.key(), text(row.at()), text(row.source()), text(row.inboxId())));
    }

    private byte[] mac(Dossier dossier, TieRow row) {
        return hashed(List.of(
                text("tie"),
                dossier.recordedUnder(row.id(), 0),
                text(row.id()),
                text(row.reference()),
                row.recordedKin(),
                text(row.kinReference()),
                text(row.family()),
                text(row.source()),
                text(row.recordedAt()),
                text(row.confirmedBy().orElse("")),
                text(row.confirmedAt().map(Object::toString).orElse("")),
                text(row.endedBy().orElse("")),
                text(row.endedAt().map(Object::toString).orElse(""))));
    }

    byte[] mac(byte[] stream, LookRow row) {
        List<byte[]> parts = new ArrayList<>(List.of(
                text("look"),
                stream,
                text(row.id()),
                text(row.reference()),
                text(row.receiver()),
                text(row.item()),
                text(row.released()),
                text(row.why()),
                text(row.words().orElse("")),
                text(row.decidedBy()),
                text(row.decidedAt())));
        row.corrects().ifPresent(id -> parts.add(text("corrects " + id)));
        row.correctedBy().ifPresent(id -> parts.add(text("corrected by " + id)));
        return hashed(parts);
    }

    /** Each part with its length before it: no two lists of parts give the same bytes. */
    private byte[] hashed(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        parts.forEach(part -> all.putInt(part.length).put(part));
        return StreamKey.hashed(key, all.array());
    }

    private static byte[] text(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
