package nl.schakel.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nl.schakel.audit.AuditEvent;
import nl.schakel.audit.AuditLog;
import nl.schakel.audit.AuditProofs;
import nl.schakel.audit.AuditProofs.Placed;
import nl.schakel.audit.Checkpoint;
import nl.schakel.audit.StampDesk;
import nl.schakel.journal.LaterReceipts;
import nl.schakel.journal.ReferralFile;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.seal.EvidenceSeal;
import nl.schakel.seal.SealedBy;

/**
 * Writes the evidence of one referral into one file that proves itself. A partner gets the bytes that it sent or received
 * and the leaves that speak of it; an operator gets no message at all, but every leaf and decision.
 */
public final class Evidence {
    private final DataSource source;
    private final ReferralFile referrals;
    private final LaterReceipts receipts;
    private final AuditProofs proofs;
    private final StampDesk stamps;
    private final EvidenceSeal seal;
    private final TrustFiles trust;
    private final Clock clock;

    Evidence(
            DataSource source,
            ReferralFile referrals,
            LaterReceipts receipts,
            AuditProofs proofs,
            StampDesk stamps,
            EvidenceSeal seal,
            TrustFiles trust,
            Clock clock) {
        this.source = source;
        this.referrals = referrals;
        this.receipts = receipts;
        this.proofs = proofs;
        this.stamps = stamps;
        this.seal = seal;
        this.trust = trust;
        this.clock = clock;
    }

    /**
     * The file; empty when there is no such referral, or the log was never signed yet.
     *
     * @param holder for whom it is; an operator when it is for nobody
     * @param operator who asks; that it was made stands in the log
     */
    public Optional<byte[]> of(ReferralReference reference, Optional<PartnerId> holder, String operator)
            throws SQLException, IOException {
        Optional<PartnerId> sender = referrals.sender(reference);
        Optional<Checkpoint> last = proofs.last();
        if (sender.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        note(reference, holder, operator);
        Holder forWhom = new Holder(holder, sender.get());
        List<Placed> leaves = seen(
                forWhom,
                proofs.about(reference.text()).stream()
                        .filter(leaf -> leaf.position() < last.get().size())
                        .toList());
        return Optional.of(new Writing(reference, forWhom, last.get(), leaves).whole());
    }

    /** What the holder may see; of a message of somebody else that it was told the outcome of, that it was accepted too. */
    private static List<Placed> seen(Holder holder, List<Placed> all) {
        Set<UUID> told = all.stream()
                .map(Leaf::of)
                .filter(holder::maySee)
                .flatMap(leaf -> leaf.inbox().stream())
                .collect(Collectors.toSet());
        return all.stream()
                .filter(placed -> {
                    Leaf leaf = Leaf.of(placed);
                    return holder.maySee(leaf)
                            || (holder.isSender()
                                    && leaf.isAccept()
                                    && leaf.inbox().filter(told::contains).isPresent());
                })
                .toList();
    }

    private void note(ReferralReference reference, Optional<PartnerId> holder, String operator) throws SQLException {
        try (Connection connection = source.getConnection()) {
            AuditLog.append(
                    connection,
                    List.of(new AuditEvent(
                            "evidence",
                            holder.map(PartnerId::value),
                            Optional.of(reference.text()),
                            "api",
                            "made",
                            "by operator " + operator)));
        }
    }

    /** One file while it is being written. */
    private final class Writing {
        private final ReferralReference reference;
        private final Holder holder;
        private final Checkpoint last;
        private final List<Placed> leaves;
        private final SortedMap<String, byte[]> files = new TreeMap<>();
        private final TreeSet<Long> sizes = new TreeSet<>();
        private final List<String> checkpoints = new ArrayList<>();

        Writing(ReferralReference reference, Holder holder, Checkpoint last, List<Placed> leaves) {
            this.reference = reference;
            this.holder = holder;
            this.last = last;
            this.leaves = leaves;
        }

        byte[] whole() throws SQLException, IOException {
            sizes.add(last.size());
            messages();
            deliveries();
            if (holder.isOperator()) {
                referrals
                        .decisions(reference)
                        .forEach(decision -> files.put("decisions/" + decision.id() + ".json", decision.record()));
            }
            log();
            checkpoints();
            trust.certificates()
                    .forEach(certificate -> files.put(
                            numbered(isRoot(certificate) ? "trust/root" : "trust/issuer", "crt"), pem(certificate)));
            trust.lists().forEach(list -> files.put(numbered("trust/list", "crl"), list));
            Set<X509Certificate> signers = signers();
            signers.addAll(inside());
            trust.answers().apply(signers).forEach(said -> files.put(numbered("trust/answer", "ocsp"), said));
            return sealed();
        }

        /** Everybody whose signature is in the file, ourselves over the whole of it among them. */
        private Set<X509Certificate> signers() {
            return Stream.concat(
                            files.entrySet().stream()
                                    .filter(file -> file.getKey().endsWith(".jws"))
                                    .map(file -> new String(file.getValue(), StandardCharsets.US_ASCII)),
                            Stream.concat(checkpoints.stream(), Stream.of(seal.sign("{}", clock.instant()))))
                    .flatMap(jws -> SealedBy.certificates(jws).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private Set<X509Certificate> inside() {
            return files.entrySet().stream()
                    .filter(file -> file.getKey().endsWith("/bytes.bin"))
                    .flatMap(file -> InsideSeals.certificates(file.getValue()).stream())
                    .collect(Collectors.toSet());
        }

        private void messages() {
            List<UUID> inboxes = leaves.stream()
                    .flatMap(leaf -> Leaf.of(leaf).inbox().stream())
                    .distinct()
                    .toList();
            int number = 0;
            for (ReferralFile.Message message : referrals.messages(inboxes)) {
                if (!holder.maySee(message.sender())) {
                    continue;
                }
                String folder = "messages/%03d/".formatted(++number);
                files.put(folder + "message.json", Texts.of(message).bytes());
                if (holder.mayRead(message.sender())) {
                    message.bytes().ifPresent(bytes -> files.put(folder + "bytes.bin", bytes));
                    message.seal().ifPresent(jws -> files.put(folder + "seal.jws", ascii(jws)));
                    message.request().ifPresent(over -> request(folder, over));
                }
                receipts(folder, message);
            }
        }

        /** The seal over the request, and what it signs. */
        private void request(String folder, String over) {
            int end = over.indexOf('\n');
            files.put(folder + "request.jws", ascii(over.substring(0, end)));
            files.put(folder + "request.txt", over.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1));
        }

        private void receipts(String folder, ReferralFile.Message message) {
            List<String> all = new ArrayList<>(List.of(message.receipt()));
            receipts.of(message.inboxId()).stream()
                    .filter(later -> !later.stage().equals("accepted"))
                    .forEach(later -> all.add(later.jws()));
            for (int i = 0; i < all.size(); i++) {
                files.put(folder + "receipt-%03d.jws".formatted(i + 1), ascii(all.get(i)));
                Texts.checkpointOf(all.get(i)).ifPresent(sizes::add);
            }
        }

        private void deliveries() {
            int number = 0;
            for (ReferralFile.Delivery delivery : referrals.deliveries(reference)) {
                if (!holder.maySee(delivery.receiver())) {
                    continue;
                }
                String folder = "deliveries/%03d/".formatted(++number);
                files.put(folder + "delivery.json", Texts.of(delivery).bytes());
                if (holder.mayRead(delivery.receiver())) {
                    delivery.bytes().ifPresent(bytes -> files.put(folder + "bytes.bin", bytes));
                    delivery.seal().ifPresent(jws -> files.put(folder + "seal.jws", ascii(jws)));
                    delivery.answer().ifPresent(answer -> files.put(folder + "answer.bin", answer));
                }
            }
        }

        private void log() throws SQLException {
            AuditProofs.Paths paths = proofs.paths();
            for (Placed leaf : leaves) {
                files.put(
                        "log/%012d.json".formatted(leaf.position()),
                        Texts.of(leaf, paths.of(leaf.position(), last.size())).bytes());
                proofs.firstStampedOver(leaf.position()).ifPresent(stamped -> sizes.add(stamped.size()));
            }
        }

        private void checkpoints() throws SQLException {
            for (long size : sizes.headSet(last.size(), true)) {
                Optional<Checkpoint> checkpoint = proofs.ofSize(size);
                if (checkpoint.isPresent()) {
                    String name = "checkpoints/%012d".formatted(size);
                    checkpoints.add(checkpoint.get().signed());
                    List<byte[]> grown = size == last.size() ? List.of() : proofs.consistency(size, last.size());
                    files.put(name + ".json", Texts.of(checkpoint.get(), grown).bytes());
                    proofs.stamp(size).ifPresent(token -> files.put(name + ".tsr", token));
                }
            }
        }

        private String numbered(String stem, String ending) {
            long before = files.keySet().stream()
                    .filter(name -> name.startsWith(stem))
                    .count();
            return stem + "-%02d.".formatted(before + 1) + ending;
        }

        private byte[] sealed() {
            byte[] contents = Texts.contents(files).bytes();
            Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
            Texts about = Texts.about(reference, holder.name(), now, contents);
            Optional<byte[]> token = stamps.stamp(contents);
            token.ifPresent(stamp -> {
                about.member("stamp_sha256", Texts.hex(stamp));
                files.put(Texts.STAMP, stamp);
            });
            files.put(Texts.CONTENTS, contents);
            files.put(Texts.SEALED, ascii(seal.sign(about.text(), now)));
            return StoredZip.write(files);
        }
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static byte[] pem(X509Certificate certificate) {
        try {
            return ascii("-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A certificate that was read has an encoding", impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
