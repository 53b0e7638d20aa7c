package nl.schakel.translate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.csv.CsvSplitter;
import nl.schakel.translate.form.FormReader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonTree;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.tree.Values;

/**
 * Translates between partners' formats and the canonical form by the mappings of one folder, compiled once. Safe for use
 * by many threads; it does no I/O after loading, and the same input gives the same bytes.
 */
public final class Translator {
    private final MappingFolder mappings;
    private final String set;

    private Translator(MappingFolder mappings, String set) {
        this.mappings = mappings;
        this.set = set;
    }

    /**
     * Loads and checks all mappings.
     *
     * @throws MappingInvalid names file, line and fault
     */
    public static Translator load(Path mappings) {
        return load(mappings, "");
    }

    static Translator load(Path mappings, String set) {
        return new Translator(MappingFolder.load(mappings), set);
    }

    /** Content hash of all its mappings and code tables; empty when it was loaded outside an archive. */
    public String set() {
        return set;
    }

    /** Version of each mapping, with its content hash, by its id. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        mappings.inbound().forEach((id, mapping) -> versions.put(id, mapping.version()));
        mappings.outbound().forEach((id, mapping) -> versions.put(id, mapping.version()));
        mappings.envelopes().values().forEach(mapping -> versions.put(mapping.id(), mapping.version()));
        return versions;
    }

    /** What is in the folder and used by nothing, each with its file; no fault, but perhaps not what somebody meant. */
    public List<String> unused() {
        return mappings.unused();
    }

    /** Whether there is a mapping of this id, such as {@code hl7v2-nl/2.5/ref-i12}. */
    public boolean knows(String mappingId) {
        return mappings.inbound().containsKey(mappingId) || mappings.outbound().containsKey(mappingId);
    }

    /** The families whose messages can be read, such as {@code hl7v2-nl/2.5}. */
    public Set<String> families() {
        return Set.copyOf(mappings.readers().keySet());
    }

    /**
     * Reads a message strictly and maps it; a refusal names the place in the source. Codes that no table knows are a
     * {@linkplain Problem#gaps() problem with gaps}: the message can wait for them.
     */
    public Step<TranslatedReferral> toCanonical(SourceMessage source) {
        return opened(source)
                .then(opened -> chosen(source, opened))
                .then(chosen -> chosen.mapping().translate(source, chosen.found()));
    }

    /** The envelope alone of a message that waits for codes. */
    public Step<Outside> outside(SourceMessage source) {
        return opened(source)
                .then(opened -> chosen(source, opened))
                .then(chosen -> chosen.mapping()
                        .envelope(source, chosen.found())
                        .map(envelope -> new Outside(envelope, chosen.mapping().version(chosen.found()))));
    }

    /** @param mapping id and content hash */
    public record Outside(Envelope envelope, String mapping) {}

    /** The same, with where each value came from and what became of each leaf of the message. */
    public Step<Explanation<TranslatedReferral>> explain(SourceMessage source) {
        return opened(source)
                .then(opened -> chosen(source, opened))
                .then(chosen -> chosen.mapping().explain(source, chosen.found()));
    }

    /**
     * Cuts a file into the messages it holds, one for each row, for the door that took it. A row goes on as a message with
     * the facts {@code messageId} and {@code row} of its part.
     */
    public Step<List<CsvSplitter.Part>> rows(SourceMessage file, String fileId) {
        return mappings.readers().get(file.mapping()) instanceof FormReader forms
                ? forms.rows(file, fileId)
                : Step.stopped(Problem.of(ProblemCode.MAPPING_MISSING).seen(file.mapping()));
    }

    private Step<Reader.Opened> opened(SourceMessage source) {
        Reader reader = mappings.readers().get(source.mapping());
        return reader == null
                ? Step.stopped(Problem.of(ProblemCode.MAPPING_MISSING).seen(source.mapping()))
                : reader.open(source, "").then(this::checked);
    }

    /** Against the official schema, for XML and where the operator has one. */
    private Step<Reader.Opened> checked(Reader.Opened opened) {
        Step<Reader.Opened> sound = opened.document().isEmpty()
                ? Step.next(opened)
                : mappings.schemas().check(opened.document().get()).map(document -> opened);
        return opened.inside().isEmpty()
                ? sound
                : sound.then(outer -> checked(opened.inside().get())
                        .fold(
                                inner -> Step.next(outer),
                                problem -> Step.stopped(inside(opened.inside().get(), problem))));
    }

    private static Problem inside(Reader.Opened inner, Problem problem) {
        return problem.place()
                .map(at -> problem.placed(inner.root().path() + at))
                .orElse(problem);
    }

    private record Chosen(InboundMapping mapping, InboundMapping.Found found) {}

    private Step<Chosen> chosen(SourceMessage source, Reader.Opened opened) {
        EnvelopeMapping envelope = mappings.envelopes().get(source.mapping() + ' ' + opened.kind());
        if (envelope == null || opened.inside().isEmpty()) {
            return chosen(List.of(source.mapping()), opened, Optional.empty());
        }
        return chosen(
                envelope.carries(),
                opened.inside().get(),
                Optional.of(new InboundMapping.Around(envelope, opened.root())));
    }

    /** By the first family that knows the kind of the message. */
    private Step<Chosen> chosen(List<String> families, Reader.Opened opened, Optional<InboundMapping.Around> around) {
        for (String family : families) {
            InboundMapping mapping = mappings.byKind().get(family + ' ' + opened.kind());
            if (mapping != null) {
                return Step.next(new Chosen(mapping, new InboundMapping.Found(opened.root(), around)));
            }
        }
        return Step.stopped(Problem.at(ProblemCode.MESSAGE_TYPE_UNKNOWN, opened.kindPlace())
                .seen(Values.code(opened.kind()))
                .expected(families.stream()
                        .flatMap(family -> kinds(family).stream())
                        .collect(Collectors.joining(", "))));
    }

    private List<String> kinds(String family) {
        String prefix = family + ' ';
        return Stream.concat(mappings.byKind().keySet().stream(), mappings.envelopes().keySet().stream())
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    /** Writes what a receiver may see in the receiver's format. */
    public Step<OutboundDocument> toPartner(AddressedReferral referral, OutboundContext context) {
        Delivery delivery = referral.delivery();
        return outbound(delivery.mapping(), Formats.RELEASE)
                .then(mapping -> document(
                        delivery,
                        mapping,
                        OwnTree.release(
                                referral.minimised(), context, mapping.writer().saysDeletions()),
                        context.messageId()));
    }

    /** The same, with where each value came from and what became of each piece that was released. */
    public Step<Explanation<OutboundDocument>> explain(AddressedReferral referral, OutboundContext context) {
        Delivery delivery = referral.delivery();
        return outbound(delivery.mapping(), Formats.RELEASE)
                .then(mapping -> mapping.explain(
                                OwnTree.release(
                                        referral.minimised(),
                                        context,
                                        mapping.writer().saysDeletions()),
                                context.messageId())
                        .map(e -> e.with(document(delivery, mapping, context.messageId(), e.result()))));
    }

    /** Writes a status word about a referral in the receiver's format. */
    public Step<OutboundDocument> statusToPartner(Delivery delivery, StatusNotice notice) {
        return outbound(delivery.mapping(), Formats.STATUS)
                .then(mapping ->
                        noticed(mapping, notice).then(root -> document(delivery, mapping, root, notice.messageId())));
    }

    /** The same, with where each value came from. */
    public Step<Explanation<OutboundDocument>> explain(Delivery delivery, StatusNotice notice) {
        return outbound(delivery.mapping(), Formats.STATUS)
                .then(mapping -> noticed(mapping, notice)
                        .then(root -> mapping.explain(root, notice.messageId()))
                        .map(e -> e.with(document(delivery, mapping, notice.messageId(), e.result()))));
    }

    static Step<Branch> noticed(OutboundMapping mapping, StatusNotice notice) {
        Branch root = JsonTree.of(OwnTree.status(notice));
        if (mapping.original().isEmpty() || notice.original().isEmpty()) {
            return Step.next(root);
        }
        return Formats.reader(mapping.original().get())
                .open(notice.original().get(), StatusPaths.ORIGINAL)
                .map(opened -> {
                    root.adopt(opened.root());
                    // A message that came in an envelope is answered by the rows for the message alone, too.
                    opened.inside().ifPresent(inside -> root.adopt(Branch.over(StatusPaths.ORIGINAL, inside.root())));
                    return root;
                });
    }

    Step<OutboundMapping> outbound(String id, String reads) {
        OutboundMapping mapping = mappings.outbound().get(id);
        return mapping != null && mapping.reads().equals(reads)
                ? Step.next(mapping)
                : Step.stopped(Problem.of(ProblemCode.MAPPING_MISSING).seen(id));
    }

    private static Step<OutboundDocument> document(
            Delivery delivery, OutboundMapping mapping, Branch root, String messageId) {
        return mapping.write(root, messageId).map(bytes -> document(delivery, mapping, messageId, bytes));
    }

    private static OutboundDocument document(
            Delivery delivery, OutboundMapping mapping, String messageId, byte[] bytes) {
        return OutboundDocument.minted(delivery, messageId, mapping.mediaType(), bytes, mapping.version());
    }
}
