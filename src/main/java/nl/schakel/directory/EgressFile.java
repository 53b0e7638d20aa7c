package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import nl.schakel.egress.Egress;

/** The list {@code egress.allow} of {@code gateway.yaml}, and whether every partner file can be lived up to under it. */
final class EgressFile {
    private static final String LIST = "/egress/allow";

    private EgressFile() {}

    static Egress egress(Optional<StrictYaml.Read> own, boolean production) {
        Optional<StrictYaml.Read> file = own.filter(read -> read.root().at(LIST).isArray());
        if (file.isEmpty()) {
            return Egress.unlisted(production);
        }
        List<String> entries = StreamSupport.stream(file.get().root().at(LIST).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        List<DirectoryInvalid.Finding> findings = IntStream.range(0, entries.size())
                .boxed()
                .flatMap(i -> fault(file.get(), entries.get(i), i).stream())
                .toList();
        if (!findings.isEmpty()) {
            throw new DirectoryInvalid(findings);
        }
        return Egress.listed(entries, production);
    }

    private static Optional<DirectoryInvalid.Finding> fault(StrictYaml.Read file, String entry, int place) {
        return Egress.fault(entry)
                .map(expected -> new DirectoryInvalid.Finding(
                        file.name(), file.place(LIST + '/' + place), "'" + StrictYaml.shown(entry) + "'", expected));
    }

    /** A partner that could never be called is told now, and not when somebody waits. */
    static void check(Egress egress, List<PartnerFile> partners) {
        List<DirectoryInvalid.Finding> findings = new ArrayList<>();
        for (PartnerFile partner : partners) {
            List<ChannelUse> uses = partner.partner().channels();
            for (int i = 0; i < uses.size(); i++) {
                String pointer = "/channels/" + i + "/parameters/host";
                never(egress, uses.get(i))
                        .ifPresent(why -> findings.add(new DirectoryInvalid.Finding(
                                partner.file().name(),
                                partner.file().place(pointer),
                                why,
                                "an address that may be called (" + Egress.SETTING + ")")));
            }
        }
        if (!findings.isEmpty()) {
            throw new DirectoryInvalid(findings);
        }
    }

    private static Optional<String> never(Egress egress, ChannelUse use) {
        String host = use.parameters().get("host");
        return host == null
                ? Optional.empty()
                : egress.never(host, port(use.parameters().getOrDefault("port", "")))
                        .map(why -> "'" + StrictYaml.shown(host) + "', " + why);
    }

    /** A placeholder may still stand there. */
    private static OptionalInt port(String text) {
        return text.matches("[0-9]{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
