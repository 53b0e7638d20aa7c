package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.translate.tree.SourceMessage;

/** A folder {@code mappings/<system>/<version>/examples/NN-name}, found by its input and never by a list. */
record ExampleFolder(Path input) {
    /** What a door would know; fixed, so that the same input gives the same words. */
    static final Map<String, String> FACTS =
            Map.of("operation", "$process-message", "messageId", "req-1", "receivedAt", "2026-04-21T09:00:00Z");

    private static final int DEPTH = 6;
    private static final int BEGINNING = 4096;
    private static final Map<String, String> MEDIA =
            Map.of("csv", "text/csv", "eml", "message/rfc822", "xml", "application/xml", "json", "application/json");

    static List<ExampleFolder> all() {
        try (Stream<Path> files = Files.find(
                Samples.MAPPINGS,
                DEPTH,
                (file, facts) -> file.getFileName().toString().startsWith("input."))) {
            return files.sorted().map(ExampleFolder::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The system and version it stands under. */
    String place() {
        Path relative = Samples.MAPPINGS.relativize(input);
        return relative.getName(0) + "/" + relative.getName(1);
    }

    String name() {
        return input.getParent().getFileName().toString();
    }

    /** The family that reads it: a system that only receives has its examples in a sender's format. */
    String family() {
        return switch (media(input, bytes())) {
            case "application/hl7-v2" -> "hl7v2-nl/2.5";
            case "application/fhir+json" -> place().startsWith("fhir/") ? place() : "fhir/r4";
            default -> place();
        };
    }

    byte[] bytes() {
        return bytes(input);
    }

    SourceMessage message() {
        return message(family(), media(input, bytes()), bytes());
    }

    static SourceMessage message(String family, String media, byte[] bytes) {
        return new SourceMessage(new PartnerId("sample"), Role.GGZ, family, media, Optional.empty(), bytes, FACTS);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the first bytes, or else by the ending. */
    static String media(Path file, byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
        if (start.startsWith("MSH")) {
            return "application/hl7-v2";
        }
        if (start.contains("\"resourceType\"")) {
            return "application/fhir+json";
        }
        String name = file.getFileName().toString();
        return MEDIA.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    }

    @Override
    public String toString() {
        return place() + " " + name();
    }
}
