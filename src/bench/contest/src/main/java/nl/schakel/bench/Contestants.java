package nl.schakel.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import nl.schakel.referral.evidence.AddressedReferral;

/** All who take part, by task and way, and the message of each task. */
public final class Contestants {
    private static final Map<String, String> MESSAGES = Map.of(
            "adt-a03", "hl7v2-nl/2.5/examples/02-adt-a03/input.hl7",
            "ref-i12", "hl7v2-nl/2.5/examples/01-ref-i12/input.hl7",
            "intake", "toegang-intake/1.0/examples/01-json-briefadres/input.intake.json",
            "fhir", "fhir/r4/examples/01-hospital-referral/input.json");

    private final Path mappings;
    private final Map<String, Contestant> all = new LinkedHashMap<>();

    /** @param mappings the folder of the mappings, which holds the messages as examples too */
    public Contestants(Path mappings) {
        this.mappings = mappings;
        Product product = new Product(mappings);
        add("adt-a03/schakel", message -> Product.canonical(product.ward(message)));
        add("adt-a03/hand-written", HandWrittenMap::adtA03);
        add("ref-i12/schakel", message -> Product.canonical(product.ward(message)));
        add("ref-i12/hand-written", HandWrittenMap::refI12);
        add("intake/schakel", message -> Product.resources(product.desk(message)));
        add("fhir/schakel", message -> Product.canonical(product.hospital(message)));
        out(product, "fhir/bundle-out", "fhir/r4/message-bundle");
        out(product, "fhir/ddas-out", "ddas/1.0/aanmelding");
        ServiceLoader.load(Contestant.class).forEach(peer -> all.put(peer.name(), peer));
    }

    private void out(Product product, String name, String mapping) {
        AddressedReferral referral = product.addressed(product.hospital(message(name)), mapping);
        add(name, message -> product.written(referral));
    }

    private void add(String name, UnaryOperator<byte[]> way) {
        all.put(name, new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public byte[] translate(byte[] message) {
                return way.apply(message);
            }
        });
    }

    public Iterable<String> names() {
        return all.keySet();
    }

    public Contestant named(String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    /** The message of the task that a contestant takes part in. */
    public byte[] message(String name) {
        String file = MESSAGES.get(name.substring(0, name.indexOf('/')));
        return Product.bytes(mappings.resolve(Objects.requireNonNull(file, name)));
    }
}
