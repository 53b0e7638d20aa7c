package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.SealForm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the files of the directory may hold, and what is refused with its place. */
class DirectoryFilesTest {
    private static final String PARTNER = """
            id: test-out
            name: Test
            role: MO
            oin: "00000099000000077000"
            facilities: [TEST-OUT]
            sends: [Task]
            purposes: [TRANSITION]
            channels:
              - name: out
                template: https-json-out
                sealed: true
                parameters:
                  host: localhost
                  port: 8443
                  path: /in/aanmelding
            mappings:
              out: ddas/1.0/aanmelding
            delivery:
              class: A
              retry: [PT5S]
            hours: []
            deadlines: {answer: P1D}
            contact: desk@test.example
            """;
    private static final String CIRCLE = """
            name: test-circle
            transition: Ontslag
            municipality: {code: "0001", name: Testdorp}
            services: [CTI]
            addressed: ["agb|90009999"]
            desk: {partner: test-out, purpose: TRANSITION}
            parties: []
            """;

    @TempDir
    Path routes;

    @BeforeEach
    void copySchemas() throws IOException {
        RoutesFolder.prepare(routes);
    }

    @Test
    void readsAPartnerAndACircle() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        write("circles/test-circle.yaml", CIRCLE);
        assertThat(Directory.load(routes).partners()).hasSize(1);
    }

    @Test
    void readsHowMuchMayWaitForAPartner() throws IOException {
        PartnerId partner = new PartnerId("test-out");
        write("partners/test-out.yaml", PARTNER);
        assertThat(Directory.load(routes).mostWaiting(partner)).isEqualTo(100_000);
        write("partners/test-out.yaml", PARTNER + "backlog: 7\n");
        assertThat(Directory.load(routes).mostWaiting(partner)).isEqualTo(7);
    }

    @Test
    void readsHowManyCallsAPartnerBearsAtOnce() throws IOException {
        PartnerId partner = new PartnerId("test-out");
        write("partners/test-out.yaml", PARTNER);
        assertThat(Directory.load(routes).callsAtOnce(partner)).isEmpty();
        write("partners/test-out.yaml", PARTNER.replace("retry: [PT5S]", "retry: [PT5S]\n  calls-at-once: 2"));
        assertThat(Directory.load(routes).callsAtOnce(partner)).hasValue(2);
    }

    @Test
    void readsHowMuchAPartnerMaySend() throws IOException {
        PartnerId partner = new PartnerId("test-out");
        write("partners/test-out.yaml", PARTNER);
        assertThat(Directory.load(routes).quota(partner)).isEqualTo(new Quota(6_000, 1_000));
        write("partners/test-out.yaml", PARTNER + "quota: {per-minute: 60}\n");
        assertThat(Directory.load(routes).quota(partner)).isEqualTo(new Quota(60, 10));
        write("partners/test-out.yaml", PARTNER + "quota: {per-minute: 2, burst: 30}\n");
        assertThat(Directory.load(routes).quota(partner)).isEqualTo(new Quota(2, 30));
        assertThat(Directory.load(routes).quota(new PartnerId("nobody"))).isEqualTo(Quota.STANDARD);
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                in("a route inside", "hours: []", "hours: []\nroute: {from: {uri: 'timer:x'}}", "'route'"),
                in("route steps in a channel", "sealed: true", "sealed: true\n    steps: [{to: 'exec:id'}]", "'steps'"),
                in("a class name", "class: A", "class: java.lang.Runtime", "'java.lang.Runtime'"),
                in("a bean as template", "template: https-json-out", "template: \"bean:evil\"", "'bean:evil'"),
                in("a template that is none", "template: https-json-out", "template: exec-out", "'exec-out'"),
                in(
                        "another template's parameters",
                        "path: /in/aanmelding",
                        "folder: /etc",
                        "seen 'folder'; expected only the members"),
                in("an expression as host", "host: localhost", "host: ${simple:header.x}", "form"),
                in("an expression as path", "path: /in/aanmelding", "path: /in/${bean:x}", "form"),
                in("camel options in the path", "path: /in/aanmelding", "path: /in?bridgeEndpoint=true", "form"),
                in("a path that climbs", "path: /in/aanmelding", "path: /in/../../admin", "form"),
                in("another host in the path", "path: /in/aanmelding", "path: //evil.example/x", "form"),
                in("a user in the host", "host: localhost", "host: a@evil.example", "form"),
                in("a port out of range", "port: 8443", "port: 99999", "65535"),
                in("a placeholder not in the set", "port: 8443", "port: ${env.SECRET}", "form"),
                in("a property placeholder", "port: 8443", "port: \"{{secret}}\"", "form"),
                in("a mapping that climbs", "out: ddas/1.0/aanmelding", "out: ../../etc/passwd", "form"),
                in("a mapping with a parent", "out: ddas/1.0/aanmelding", "out: ddas/../x", "form"),
                in("a role that is none", "role: MO", "role: GOD", "'GOD'"),
                in("a message kind that is none", "[Task]", "[Everything]", "'Everything'"),
                in("a short OIN", "00000099000000077000", "123", "form"),
                in("a number where text belongs", "oin: \"00000099000000077000\"", "oin: 12", "string"),
                in("a member left out", "role: MO\n", "", "'role'"),
                in("a key twice", "role: MO", "role: MO\nrole: GGZ", "twice"),
                in("an anchor", "name: Test", "name: &a Test", "anchor"),
                in("an alias", "name: Test", "name: *a", "anchor or alias"),
                in("a tag", "name: Test", "name: !!java.net.URL [x]", "tag"),
                in("a script engine", "name: Test", "name: !!javax.script.ScriptEngineManager {}", "tag"),
                in("a merge key", "hours: []", "<<: {role: GGZ}\nhours: []", "'<<'"),
                in("a key that is a mapping", "hours: []", "? {a: b}\n: c\nhours: []", "key"),
                in("a text of more lines", "name: Test", "name: |\n  Test\n  more", "line break"),
                in("a control character", "name: Test", "name: \"Te\\0st\"", "control character"),
                in("a second document", "hours: []", "hours: []\n---\nid: other", "second document"),
                in(
                        "sealed parts in a format without a place for them",
                        "hours: []",
                        "seal-parts: true\nhours: []",
                        "the mapping ddas/1.0/aanmelding"),
                in("sealed parts by a word", "hours: []", "seal-parts: sometimes\nhours: []", "boolean"),
                in(
                        "a heartbeat too often",
                        "hours: []",
                        "heartbeat: {every: PT9S, channel: fhir-out}\nhours: []",
                        "PT10S to P1D"),
                in(
                        "a heartbeat too seldom",
                        "hours: []",
                        "heartbeat: {every: P2D, channel: fhir-out}\nhours: []",
                        "PT10S to P1D"),
                in(
                        "a heartbeat by no channel",
                        "hours: []",
                        "heartbeat: {every: PT1M, channel: nowhere}\nhours: []",
                        "fhir-rest-out"),
                in("a heartbeat without time", "hours: []", "heartbeat: {channel: fhir-out}\nhours: []", "every"),
                in("no call at a time", "class: A", "class: A\n  calls-at-once: 0", "'0'"),
                in("half a call", "class: A", "class: A\n  calls-at-once: 2.5", "'2.5'"),
                in("more calls than there are", "class: A", "class: A\n  calls-at-once: 17", "'17'"),
                in("a backlog of nothing", "hours: []", "backlog: 0\nhours: []", "'0'"),
                in("a quota of nothing", "hours: []", "quota: {per-minute: 0}\nhours: []", "'0'"),
                in("a quota by a word", "hours: []", "quota: {per-minute: many}\nhours: []", "'many'"),
                in("a burst alone", "hours: []", "quota: {burst: 5}\nhours: []", "'per-minute'"),
                in("a quota per hour", "hours: []", "quota: {per-hour: 5}\nhours: []", "'per-hour'"),
                in("an id of another file", "id: test-out", "id: test-in", "file's own name"),
                in("an id that climbs", "id: test-out", "id: ../test-out", "form"));
    }

    private static Arguments in(String what, String old, String hostile, String said) {
        return Arguments.of(what, PARTNER.replace(old, hostile), said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refusesAPartnerFileWith(String what, String yaml, String said) throws IOException {
        write("partners/test-out.yaml", yaml);
        assertThatThrownBy(() -> Directory.load(routes))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("partners/test-out.yaml")
                .hasMessageContaining("line ")
                .hasMessageContaining(said);
    }

    @Test
    @Guards(Threat.T13)
    void refusesABombOfAliasesQuickly() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        write("partners/test-out.yaml", bomb.toString());
        assertRefused("anchor or alias");
    }

    @Test
    void refusesDeepNestingAndLargeFiles() throws IOException {
        write("partners/test-out.yaml", "a: " + "[".repeat(5000));
        assertRefused("levels");
        write("partners/test-out.yaml", "# " + "x".repeat(70_000) + "\n" + PARTNER);
        assertRefused("65536 bytes");
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws IOException {
        Files.write(routes.resolve("partners/test-out.yaml"), new byte[] {'i', 'd', ':', ' ', (byte) 0xC3});
        assertRefused("UTF-8");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        write("partners/test-out.yaml", "# nothing\n");
        assertRefused("an empty file");
    }

    @Test
    void namesFileLineAndPath() throws IOException {
        write("partners/test-out.yaml", PARTNER.replace("template: https-json-out", "template: exec-out"));
        assertThatThrownBy(() -> Directory.load(routes))
                .hasMessageContaining("partners/test-out.yaml, line 10, /channels/0/template: seen 'exec-out';"
                        + " expected one of [\"mllp-in\"");
    }

    @Test
    void refusesTheFolderOfAnotherPartner() throws IOException {
        String drop = PARTNER.replace("https-json-out", "file-drop-out")
                .replaceAll("host: localhost\\n.*\\n.*\\n", "folder: \\${home}/drop/opvang-demo/out\n");
        write("partners/test-out.yaml", drop);
        assertRefused("a folder below ${home}/drop/test-out/");
        write("partners/test-out.yaml", drop.replace("opvang-demo", "test-out"));
        assertThat(Directory.load(routes, Map.of("home", "/h"))
                        .partners()
                        .get(0)
                        .wayOut())
                .hasValueSatisfying(w -> assertThat(w.parameters()).containsEntry("folder", "/h/drop/test-out/out"));
    }

    @Test
    @Guards(Threat.T18)
    void refusesAFolderThatClimbs() throws IOException {
        for (String folder : new String[] {"${home}/drop/test-out/../../pki", "/etc", "${home}/pki", "../x/out"}) {
            write(
                    "partners/test-out.yaml",
                    PARTNER.replace("https-json-out", "file-drop-out")
                            .replaceAll(
                                    "host: localhost\\n.*\\n.*\\n",
                                    "folder: " + java.util.regex.Matcher.quoteReplacement(folder) + "\n"));
            assertRefused("form");
        }
    }

    @Test
    void refusesASealOnMllp() throws IOException {
        String mllp = PARTNER.replace("https-json-out", "mllp-out").replace("      path: /in/aanmelding\n", "");
        write("partners/test-out.yaml", mllp);
        assertRefused("false");
        write("partners/test-out.yaml", mllp.replace("sealed: true", "sealed: false"));
        assertThat(Directory.load(routes).partners()).hasSize(1);
    }

    @Test
    void readsWhichSealASoapDoorWantsAndRefusesAHalfWish() throws IOException {
        String soap = PARTNER.replaceFirst(
                "template: https-json-out(?s:.*?)mappings:",
                "template: soap-in\n    sealed: true\n    seal: ws-security\nmappings:");
        write("partners/test-out.yaml", soap);
        assertThat(Directory.load(routes).partners())
                .singleElement()
                .satisfies(partner ->
                        assertThat(partner.channels()).singleElement().matches(ChannelUse::sealedInXml));
        write("partners/test-out.yaml", soap.replace("    seal: ws-security\n", ""));
        assertThat(Directory.load(routes).partners().get(0).channels().get(0).sealedInXml())
                .isFalse();
        write("partners/test-out.yaml", soap.replace("sealed: true", "sealed: false"));
        assertRefused("true");
        write("partners/test-out.yaml", soap.replace("ws-security", "ws-trust"));
        assertRefused("ws-security");
        write("partners/test-out.yaml", soap.replace("template: soap-in", "template: json-in"));
        assertRefused("'seal'");
    }

    @Test
    void aSealInsideIsForFhirAlone() throws IOException {
        String fhir = PARTNER.replace("https-json-out", "fhir-rest-out")
                .replace("sealed: true", "sealed: true\n    signature: provenance");
        write("partners/test-out.yaml", fhir);
        assertThat(Directory.load(routes).partners().get(0).channels().get(0).form())
                .isEqualTo(SealForm.PROVENANCE);
        write("partners/test-out.yaml", fhir.replace("fhir-rest-out", "https-json-out"));
        assertRefused("fhir-rest-in");
        write("partners/test-out.yaml", fhir.replace("sealed: true", "sealed: false"));
        assertRefused("true");
        write("partners/test-out.yaml", fhir.replace("provenance", "adr").replace("fhir-rest-out", "https-json-out"));
        assertThat(Directory.load(routes).partners().get(0).channels().get(0).form())
                .isEqualTo(SealForm.ADR);
    }

    private void gateway(String egress) throws IOException {
        Files.copy(
                Path.of("routes/gateway.schema.json"),
                routes.resolve("gateway.schema.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        write("gateway.yaml", "id: schakel\nname: Schakel\noin: \"00000099000000000000\"\n" + egress);
    }

    @Test
    @Guards(Threat.T17)
    void refusesAListOfWhatMayBeCalledWithAnEntryThatIsNone() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        gateway("egress:\n  allow:\n    - localhost\n    - https://fhir.example\n    - 169.254.169.254\n");
        assertThatThrownBy(() -> Directory.load(routes))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("gateway.yaml, line 7, /egress/allow/1: seen 'https://fhir.example'")
                .hasMessageContaining("gateway.yaml, line 8, /egress/allow/2: seen '169.254.169.254'");
        gateway("egress: {}\n");
        assertRefused("allow");
    }

    @Test
    @Guards(Threat.T17)
    void tellsOfAPartnerThatCouldNeverBeCalled() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        gateway("egress: {allow: [localhost:443, \"*.vwi.example\"]}\n");
        assertThatThrownBy(() -> Directory.load(routes))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("partners/test-out.yaml, line ")
                .hasMessageContaining("/channels/0/parameters/host: seen 'localhost', not in the list; expected an"
                        + " address that may be called (gateway.yaml, egress.allow)");
        write("partners/test-out.yaml", PARTNER.replace("port: 8443", "port: ${demo.test-out.port}"));
        assertThat(Directory.load(routes).partners())
                .as("the port is not known")
                .hasSize(1);
        gateway("egress: {allow: [localhost:8443]}\n");
        write("partners/test-out.yaml", PARTNER);
        assertThat(Directory.load(routes).partners()).hasSize(1);
        write("partners/test-out.yaml", PARTNER.replace("host: localhost", "host: 169.254.169.254"));
        assertRefused("the metadata service of a cloud");
        gateway("");
        assertRefused("the metadata service of a cloud");
    }

    @Test
    @Guards(Threat.T17)
    void aPartnerOnThisMachineIsListedInProduction() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        gateway("");
        assertThat(Directory.load(routes, Map.of()).partners()).hasSize(1);
        assertThatThrownBy(() -> Directory.load(routes, Map.of(), true))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("this machine, in production");
        gateway("egress: {allow: [\"127.0.0.0/8\", \"0.0.0.0/0\", \"::/0\"]}\n");
        assertThat(Directory.load(routes, Map.of(), true).partners()).hasSize(1);
    }

    @Test
    void refusesAPlaceholderWithoutAValue() throws IOException {
        write("partners/test-out.yaml", PARTNER.replace("port: 8443", "port: ${demo.test-out.port}"));
        assertThatThrownBy(() -> Directory.load(routes, Map.of("home", "/h")))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("/channels/0/parameters/port")
                .hasMessageContaining("${demo.test-out.port}");
        assertThat(Directory.load(routes).partners()).hasSize(1);
    }

    @Test
    @Guards(Threat.T09)
    void doesNotLookAgainAtWhatWasFilledIn() throws IOException {
        write("partners/test-out.yaml", PARTNER.replace("port: 8443", "port: ${demo.test-out.port}"));
        var settings = Map.of("demo.test-out.port", "${home}", "home", "/h");
        assertThat(Directory.load(routes, settings)
                        .partners()
                        .get(0)
                        .channels()
                        .get(0)
                        .parameters())
                .containsEntry("port", "${home}");
    }

    @Test
    void refusesTwoPartnersWithOneIdentity() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        write("partners/twin.yaml", PARTNER.replace("id: test-out", "id: twin").replace("TEST-OUT", "TWIN"));
        assertRefused("oin|00000099000000077000 of test-out");
        write("partners/twin.yaml", PARTNER.replace("id: test-out", "id: twin").replace("077000", "078000"));
        assertRefused("facility|TEST-OUT of test-out");
    }

    @Test
    void refusesAPartnerWithTheGatewaysIdentity() throws IOException {
        write("gateway.yaml", "id: schakel\nname: Schakel\noin: \"00000099000000077000\"\n");
        write("partners/test-out.yaml", PARTNER);
        assertRefused("of schakel");
    }

    @Test
    @Guards(Threat.T09)
    void refusesATemplateThatIsNotThere() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        Files.createDirectories(routes.resolve("channels"));
        assertRefused("a template in channels/");
        write("channels/https-json-out.camel.yaml", "- route: {}");
        assertThat(Directory.load(routes).partners()).hasSize(1);
    }

    @Test
    void refusesACircleThatNamesNoPartnerOrAnotherPurpose() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        write("circles/test-circle.yaml", CIRCLE.replace("partner: test-out", "partner: somebody"));
        assertRefused("circles/test-circle.yaml, line 6, /desk/partner: seen 'somebody'");
        write("circles/test-circle.yaml", CIRCLE.replace("purpose: TRANSITION", "purpose: CARE"));
        assertRefused("CARE for test-out");
    }

    @Test
    void refusesTwoCirclesForOneKindOfTransition() throws IOException {
        write("partners/test-out.yaml", PARTNER);
        write("circles/test-circle.yaml", CIRCLE);
        write("circles/twin.yaml", CIRCLE.replace("name: test-circle", "name: twin"));
        assertRefused("a service that test-circle takes there too");
        write(
                "circles/twin.yaml",
                CIRCLE.replace("name: test-circle", "name: twin").replace("CTI", "BW"));
        assertThat(Directory.load(routes).partners()).hasSize(1);
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> Directory.load(routes.resolve("nowhere"))).isInstanceOf(DirectoryInvalid.class);
    }

    private void assertRefused(String said) {
        assertThatThrownBy(() -> Directory.load(routes))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining(said);
    }

    private void write(String name, String text) throws IOException {
        Path file = routes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
