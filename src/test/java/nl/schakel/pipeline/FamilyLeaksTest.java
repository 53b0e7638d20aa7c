package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.consent.ClientFile;
import nl.schakel.disclosure.Relative;
import nl.schakel.enclosure.SampleFiles;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hiding place of a mother, planted in a message about her child, who lives elsewhere and hides from nobody; towards every
 * receiver, in a house where policy and tables hold nothing back.
 */
class FamilyLeaksTest {
    private static final PartnerId HOSPITAL = new PartnerId("ziekenhuis-demo");
    /** Where she is, as her own referral says; {@link PlantedLeaks#bundle} gives it. */
    private static final String STREET = "Lindenhofje";

    private static final String POSTCODE = "5613AB";

    @TempDir
    static Path folder;

    private static Rehearsal house;
    private static Household family;

    @BeforeAll
    static void opens() {
        house = OpenHouse.in(folder);
        Referral mother = read(PlantedLeaks.bundle(bundle -> named(bundle, "Ingrid", "06-11111111")))
                .valid()
                .referral();
        assertThat(mother.isProtected()).isTrue();
        family = new Household(ClientFile.EMPTY, List.of(Relative.of(List.of(mother), true)));
    }

    private static Map<String, Consumer<ObjectNode>> leaks() {
        Map<String, Consumer<ObjectNode>> leaks = new LinkedHashMap<>();
        leaks.put("her address with her as a contact", child -> person(child, "Ingrid", address(POSTCODE)));
        leaks.put("her address with an aunt as a contact", child -> person(child, "Truus", address(POSTCODE)));
        leaks.put("her number with another name", child -> person(child, "Mam", number("06 - 1111 1111")));
        leaks.put("her street in a diagnosis", child -> text(child, "gepest sinds de verhuizing naar het Lindenhofje"));
        leaks.put("her postcode spaced out", child -> text(child, "moeder zit op 5 6 1 3 a b"));
        leaks.put("her postcode in words", child -> text(child, "moeder zit op zesenvijftig dertien AB"));
        leaks.put("look-alikes", child -> text(child, "L\u0456ndenh\u043efje 12 a"));
        leaks.put("full width", child -> text(child, "\uff15\uff16\uff11\uff13\uff21\uff22"));
        leaks.put("tags", child -> text(child, "<i>Linden</i>hof<b>je</b> 12"));
        leaks.put(
                "base64",
                child -> text(
                        child,
                        "zie "
                                + Base64.getEncoder()
                                        .encodeToString("Lindenhofje 12 a".getBytes(StandardCharsets.UTF_8))));
        leaks.put(
                "a letter",
                child -> PlantedLeaks.attach(child, SampleFiles.pdf("", "Moeder woont Lindenhofje 12 a"), "brief.pdf"));
        leaks.put(
                "the name of a letter",
                child -> PlantedLeaks.attach(child, SampleFiles.pdf("", "Brief"), "Lindenhofje-12-a.pdf"));
        leaks.put(
                "who made a letter",
                child -> PlantedLeaks.attach(child, SampleFiles.pdf("Lindenhofje", "Brief"), "brief.pdf"));
        leaks.put(
                "a photograph",
                child -> PlantedLeaks.attach(child, new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2}, "5613AB.jpg"));
        leaks.put(
                "a code's display",
                child -> ((ObjectNode) child.at("/entry/2/resource/reasonCode/0/coding/0"))
                        .put("display", "Moeder zit Lindenhofje 12"));
        leaks.put(
                "who asks",
                child -> ((ObjectNode) child.at("/entry/2/resource/requester")).put("display", "Huis Lindenhofje"));
        return leaks;
    }

    @Test
    @Guards(Threat.T20)
    void theHidingPlaceOfTheOtherIsInNothingThatLeaves() {
        List<String> leaked = new ArrayList<>();
        int parked = 0;
        int out = 0;
        for (Map.Entry<String, Consumer<ObjectNode>> leak : leaks().entrySet()) {
            Rehearsal.Read child = read(child(leak.getValue()));
            for (PartnerId receiver : OpenHouse.receivers()) {
                Step<Rehearsal.Released> released = house.release(child, receiver, family);
                parked += released.fold(r -> 0, p -> 1);
                out += released.fold(r -> 1, p -> 0);
                String said = released.fold(
                        r -> new String(r.explained().result().bytes(), StandardCharsets.UTF_8), p -> p.sentence());
                if (tells(said)) {
                    leaked.add(leak.getKey() + " reached " + receiver);
                }
            }
        }
        System.out.printf(
                "%d planted of the family, %d receivers: parked or refused %d, gone without it %d, leaked %d%n",
                leaks().size(), OpenHouse.receivers().size(), parked, out, leaked.size());
        assertThat(leaked).isEmpty();
    }

    /** Without this the house might stop everything and prove nothing. */
    @Test
    void theChildReachesItsReceiversWithItsOwnAddress() {
        Rehearsal.Read child = read(child(nothing -> {}));
        String got = house.release(child, new PartnerId("opvang-demo"), family)
                .fold(r -> new String(r.explained().result().bytes(), StandardCharsets.UTF_8), p -> p.sentence());
        assertThat(got).contains("Kerkplein", "5751BB");
    }

    /** What is planted would go, were they no family. */
    @Test
    void withoutALinkTheSameWordsGo() {
        Rehearsal.Read child = read(child(leaks().get("her street in a diagnosis")));
        String got = house.release(child, new PartnerId("opvang-demo"))
                .fold(r -> new String(r.explained().result().bytes(), StandardCharsets.UTF_8), p -> p.sentence());
        assertThat(got).contains(STREET);
    }

    private static boolean tells(String text) {
        String folded =
                text.toLowerCase(Locale.ROOT).replaceAll("<[^<>]{0,40}>", "").replaceAll("[^\\p{L}\\p{N}]", "");
        return List.of("lindenhof", "5613ab", "1111111", "zesenvijftigdertien", "56\u0661\u0663", "\uff15\uff16")
                        .stream()
                        .anyMatch(folded::contains)
                || text.contains("L\u0456nden")
                || text.contains("TGluZGVuaG9mamUg");
    }

    private static byte[] child(Consumer<ObjectNode> planted) {
        return PlantedLeaks.bundle(bundle -> {
            bundle.remove("meta");
            ((ObjectNode) bundle.at("/entry/3/resource")).remove("meta");
            named(bundle, "Sofie", "06-22222222");
            ObjectNode address = (ObjectNode) bundle.at("/entry/3/resource/address/0");
            address.putArray("line").add("Kerkplein 7");
            address.put("postalCode", "5751BB").put("city", "Deurne");
            planted.accept(bundle);
        });
    }

    private static void named(ObjectNode bundle, String given, String mobile) {
        ObjectNode patient = (ObjectNode) bundle.at("/entry/3/resource");
        ((ObjectNode) patient.at("/name/0")).putArray("given").add(given);
        ((ObjectNode) patient.at("/name/0")).remove(List.of("_given", "text"));
        patient.putArray("telecom").addObject().put("system", "phone").put("value", mobile);
        ((ArrayNode) patient.at("/identifier")).remove(1);
    }

    private static void text(ObjectNode bundle, String text) {
        ((ObjectNode) bundle.at("/entry/6/resource/code")).put("text", text);
    }

    private static void person(ObjectNode bundle, String given, Consumer<ObjectNode> more) {
        ObjectNode person = (ObjectNode) bundle.at("/entry/5/resource");
        person.putArray("name")
                .addObject()
                .put("family", "Jansen")
                .putArray("given")
                .add(given);
        more.accept(person);
    }

    private static Consumer<ObjectNode> address(String postcode) {
        return person -> person.putArray("address")
                .addObject()
                .put("city", "Eindhoven")
                .put("postalCode", postcode)
                .putArray("line")
                .add("Lindenhofje 12 a");
    }

    private static Consumer<ObjectNode> number(String value) {
        return person ->
                person.putArray("telecom").addObject().put("system", "phone").put("value", value);
    }

    private static Rehearsal.Read read(byte[] bundle) {
        return house.read(HOSPITAL, "application/fhir+json", bundle).fold(read -> read, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
