package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.referral.Sha256;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.xml.OfficialSchemas;

/** Loads {@code mappings/<system>/<version>/<name>.yaml}; the folder gives a mapping its id, the content its hash. */
final class MappingFolder {
    private static final int PART_DEPTH = 3;
    /** Names in the path of a mapping and of a part. */
    private static final int MAPPING = 3;

    private static final int PART = 4;

    private final Path folder;
    private final CodeTables codes;
    private final Map<String, InboundMapping> inbound = new TreeMap<>();
    private final Map<String, OutboundMapping> outbound = new TreeMap<>();
    private final Map<String, InboundMapping> byKind = new HashMap<>();
    private final Map<String, List<InboundMapping>> families = new TreeMap<>();
    private final Map<String, Reader> readers = new TreeMap<>();
    private final Map<String, EnvelopeMapping> envelopes = new LinkedHashMap<>();
    private final OfficialSchemas schemas;
    private final Set<Path> partsUsed = new HashSet<>();
    private final Set<String> codesUsed = new HashSet<>();

    private MappingFolder(Path folder) {
        this.folder = folder;
        this.codes = CodeTables.load(folder.resolve("codes"));
        this.schemas = schemas(folder.resolve("official"));
    }

    static MappingFolder load(Path folder) {
        MappingFolder loaded = new MappingFolder(folder);
        List<Path> later = loaded.files(MAPPING).stream()
                .filter(file -> !loaded.add(file, false))
                .toList();
        later.forEach(file -> loaded.add(file, true));
        loaded.families.forEach((family, mappings) -> loaded.readers.put(family, reader(mappings)));
        loaded.envelopes.values().forEach(loaded::carriesWhatIsThere);
        return loaded;
    }

    private void carriesWhatIsThere(EnvelopeMapping envelope) {
        for (String family : envelope.carries()) {
            if (!families.containsKey(family)) {
                throw new MappingInvalid(
                        envelope.id() + ".yaml", "carries " + family + ", of which there is no mapping");
            }
        }
    }

    /** Parts and code tables that nothing uses: no fault, but perhaps not what somebody meant. */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (Path part : files(PART)) {
            if (name(part).contains("/parts/") && !partsUsed.contains(part)) {
                unused.add(name(part) + ": no mapping includes this part");
            }
        }
        Set<String> tables = codes.names();
        tables.removeAll(codesUsed);
        tables.forEach(table -> unused.add(codes.file(table) + ": no row uses this code table"));
        return unused;
    }

    private static OfficialSchemas schemas(Path folder) {
        try {
            return OfficialSchemas.load(folder);
        } catch (IllegalArgumentException e) {
            throw new MappingInvalid("official", java.util.Objects.requireNonNullElse(e.getMessage(), "no schema"));
        }
    }

    OfficialSchemas schemas() {
        return schemas;
    }

    /** Envelopes by family and kind: {@code stuf-ggk/2.1 envelopHeenbericht-ggk_Di01}. */
    Map<String, EnvelopeMapping> envelopes() {
        return envelopes;
    }

    Map<String, InboundMapping> inbound() {
        return inbound;
    }

    Map<String, OutboundMapping> outbound() {
        return outbound;
    }

    /** Inbound mappings by family and kind: {@code hl7v2-nl/2.5 REF^I12}. */
    Map<String, InboundMapping> byKind() {
        return byKind;
    }

    /** Per family the one reader of its mappings. */
    Map<String, Reader> readers() {
        return readers;
    }

    private static Reader reader(List<InboundMapping> family) {
        InboundMapping first = family.get(0);
        List<String> kinds = family.stream().flatMap(m -> m.kinds().stream()).toList();
        return Formats.reader(first.reads(), first.form(), kinds);
    }

    private List<Path> files(int depth) {
        if (!Files.isDirectory(folder)) {
            throw new MappingInvalid(folder.getFileName().toString(), "there is no such folder");
        }
        try (Stream<Path> all = Files.find(folder, depth, (file, facts) -> facts.isRegularFile())) {
            return all.filter(f -> f.toString().endsWith(".yaml")
                            && folder.relativize(f).getNameCount() == depth)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False when the mapping puts another one's document into its own and must wait for it. */
    private boolean add(Path path, boolean last) {
        String file = name(path);
        String id = file.substring(0, file.length() - ".yaml".length());
        MessageDigest content = Sha256.begun();
        Written written = Written.read(file, text(path, content), parts(path, content, 1));
        MappingFile mapping = new MappingFile(id, written, codes, schemas);
        if (mapping.isOutbound()) {
            if (!last && mapping.holdsDocument()) {
                return false;
            }
            MappingFile.Compiled<OutboundMapping> compiled = mapping.outbound(other -> document(other, content));
            outbound.put(id, compiled.mapping().at(version(id, content, compiled.codesUsed())));
        } else if (mapping.isEnvelope()) {
            MappingFile.Compiled<EnvelopeMapping> compiled = mapping.envelope();
            register(written, compiled.mapping().at(version(id, content, compiled.codesUsed())));
        } else {
            MappingFile.Compiled<InboundMapping> compiled = mapping.inbound();
            register(written, compiled.mapping().at(version(id, content, compiled.codesUsed())));
        }
        return true;
    }

    /** The version of the document belongs to what the mapping is. */
    private Optional<OutboundMapping> document(String id, MessageDigest content) {
        Optional<OutboundMapping> mapping = Optional.ofNullable(outbound.get(id));
        mapping.ifPresent(m -> content.update(m.version().getBytes(StandardCharsets.UTF_8)));
        return mapping;
    }

    /** A part lies in the folder {@code parts} beside the mapping; it may include others, but never in a circle. */
    private Written.Parts parts(Path mapping, MessageDigest content, int depth) {
        return (place, name) -> {
            Path file = mapping.resolveSibling("parts").resolve(name + ".yaml");
            if (!name.matches("[a-z0-9-]+") || !Files.isRegularFile(file)) {
                throw place.wrong("there is no part '" + name + "' in the folder parts");
            }
            if (depth > PART_DEPTH) {
                throw place.wrong("parts include each other deeper than " + PART_DEPTH);
            }
            String text = text(file, content);
            partsUsed.add(file);
            return Written.read(name(file), text, parts(mapping, content, depth + 1));
        };
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void register(Written written, EnvelopeMapping mapping) {
        String family = mapping.id().substring(0, mapping.id().lastIndexOf('/'));
        readers.put(family, Formats.reader(mapping.reads()));
        mapping.kinds().forEach(kind -> envelopes.put(family + ' ' + kind, mapping));
        alike(written, families.getOrDefault(family, List.of()), mapping.reads());
    }

    private static void alike(Written written, List<InboundMapping> others, String reads) {
        if (others.stream().anyMatch(other -> !other.reads().equals(reads))) {
            throw written.wrong(
                    "the other mappings of its family read " + others.get(0).reads());
        }
    }

    private String family(Written written, InboundMapping mapping) {
        String family = mapping.id().substring(0, mapping.id().lastIndexOf('/'));
        List<InboundMapping> others = families.computeIfAbsent(family, f -> new ArrayList<>());
        others.add(mapping);
        InboundMapping first = others.get(0);
        if (!first.reads().equals(mapping.reads()) || !first.form().equals(mapping.form())) {
            throw written.wrong("the other mappings of " + family + " read " + first.reads() + " of the same form");
        }
        return family;
    }

    private void register(Written written, InboundMapping mapping) {
        inbound.put(mapping.id(), mapping);
        String family = family(written, mapping);
        for (String kind : mapping.kinds()) {
            InboundMapping other = byKind.put(family + ' ' + kind, mapping);
            if (other != null) {
                throw written.wrong("kind '" + kind + "' belongs to " + other.id() + " already");
            }
        }
    }

    /** Everything that was read for the mapping, its parts in the order of use, then its code tables by name. */
    private String version(String id, MessageDigest content, Set<String> tables) {
        tables.forEach(name -> content.update(codes.content(name)));
        tables.stream().map(CodeTables::table).forEach(codesUsed::add);
        return id + '@' + HexFormat.of().formatHex(content.digest(), 0, 4);
    }

    private static String text(Path file, MessageDigest content) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            content.update(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
