package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.PartnerSeals;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.SealedContent;
import nl.schakel.referral.Step;
import nl.schakel.seal.SealedPart;
import nl.schakel.translate.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the sealed parts of a message, as their receiver does. */
@Command(
        name = "open",
        description = {
            "Opens the sealed parts of a FHIR message with the key of their receiver, and checks who sealed them,",
            "for whom and for which message. Exit 1 when there is one that does not open."
        },
        footer = "Example: schakel part open message.json --as opvang-demo --out opened")
final class PartOpenCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "MESSAGE", description = "A FHIR message as it came, in JSON.")
    private Path file = Path.of("");

    @Option(names = "--as", required = true, paramLabel = "PARTNER", description = "Who opens them.")
    private String partner = "";

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where to write what was in them.")
    private Optional<Path> out = Optional.empty();

    private final Console console;

    PartOpenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!PartnerId.isWellFormed(partner)) {
            return console.fail(Exit.USAGE, "'" + partner + "' is no partner id, such as opvang-demo.");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return console.fail(Exit.USAGE, "There is no readable file " + file + ".");
        }
        Step<List<Json.Obj>> parts = StrictJson.readObject(Files.readAllBytes(file))
                .map(message -> SealedBundle.sealed(message).toList());
        Step<PartnerSeals> seals = PartnerSeals.of(asked.home(), new PartnerId(partner));
        if (!(parts instanceof Step.Next<List<Json.Obj>> found)) {
            return parts.fold(never -> Exit.OK, console::refuse);
        }
        if (!(seals instanceof Step.Next<PartnerSeals> own)) {
            return seals.fold(never -> Exit.OK, console::refuse);
        }
        return open(found.value(), own.value());
    }

    private int open(List<Json.Obj> parts, PartnerSeals own) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        boolean all = true;
        for (Json.Obj part : parts) {
            Optional<SealedPart> opened = SealedContent.jwe(part)
                    .flatMap(jwe -> own.open(jwe).fold(Optional::of, problem -> Optional.<SealedPart>empty()));
            all &= opened.isPresent();
            rows.add(row(part, opened));
            if (opened.isPresent() && out.isPresent()) {
                Files.createDirectories(out.get());
                Files.write(
                        out.get().resolve("part-" + rows.size()), opened.get().content());
            }
        }
        if (asked.json()) {
            console.line(Asked.json(rows));
        } else if (rows.isEmpty()) {
            console.line("There is no sealed part in " + file + ".");
        } else {
            rows.forEach(row ->
                    row.forEach((name, value) -> console.line(String.format("%-10s %s", name, shown(value)))));
        }
        return all ? Exit.OK : Exit.FINDING;
    }

    /** What somebody else wrote must not steer the terminal. */
    private static String shown(Object value) {
        return value.toString().replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", "?");
    }

    private static Map<String, Object> row(Json.Obj part, Optional<SealedPart> opened) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("category", String.join(", ", SealedContent.categories(part)));
        row.put("opened", opened.isPresent());
        opened.ifPresent(found -> {
            row.put("sealed_by", found.from());
            row.put("message", found.messageId());
            row.put("part", found.name());
            row.put("type", found.mediaType());
            row.put("bytes", found.content().length);
            if (found.mediaType().startsWith("text/")) {
                row.put("text", new String(found.content(), StandardCharsets.UTF_8));
            }
        });
        return row;
    }
}
