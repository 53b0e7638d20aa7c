package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journeys.Operator.Answer;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every address of {@code /api/v1} about consent, conflicts, emergencies and decisions, on a real port with real tokens. */
class OperatorApiIT {
    private static final String SHELTER = "opvang-demo";
    private static final String NOBODY = new ReferralReference(2026, 99_999).text();
    private static final String NOBODY_ELSE = new ReferralReference(2026, 99_998).text();
    private static final String NOTHING = "8f2c8a3e-0000-4000-8000-000000000001";
    private static final String REASON = "acuut gevaar, het kan niet wachten tot morgen";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;
    private static Ward ward;
    private static Operator home;
    private static Operator anna;
    private static Operator bram;

    @BeforeAll
    static void start() throws IOException {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        held = new Held(demo);
        ward = new Ward(demo);
        home = Operator.of(demo);
        anna = Operator.of(demo, demo.home().resolve("config/operators/anna.token"));
        bram = Operator.of(demo, demo.home().resolve("config/operators/bram.token"));
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(held.log())
                .doesNotContain("acuut gevaar", "van der Meer", "999900420", "SCH-7999")
                .doesNotContain(
                        home.authorization().substring(7), anna.authorization().substring(7));
        demo.close();
    }

    static Stream<String> routes() {
        return Stream.of(
                "GET /api/v1/clients/" + NOBODY + "/consents",
                "POST /api/v1/clients/" + NOBODY + "/consents/" + NOTHING + "/withdraw",
                "DELETE /api/v1/clients/" + NOBODY + "/consents/" + NOTHING,
                "GET /api/v1/clients/" + NOBODY + "/conflicts",
                "POST /api/v1/clients/" + NOBODY + "/conflicts {\"organisation\": \"opvang-demo\"}",
                "DELETE /api/v1/clients/" + NOBODY + "/conflicts/" + NOTHING,
                "GET /api/v1/clients/" + NOBODY + "/report",
                "GET /api/v1/clients/" + NOBODY + "/report.pdf",
                "GET /api/v1/referrals/" + NOBODY + "/looks",
                "POST /api/v1/referrals/" + NOBODY + "/looks {\"receiver\": \"opvang-demo\", \"item\": \"1\","
                        + " \"word\": \"release\", \"why\": \"no-place\"}",
                "GET /api/v1/referrals/" + NOBODY + "/evidence",
                "GET /api/v1/referrals/" + NOBODY + "/evidence?for=ggz-noord",
                "POST /api/v1/audit/take-up {\"reason\": \"trial\"}",
                "POST /api/v1/clients/" + NOBODY + "/conflicts/clients {\"client\": \"" + NOBODY_ELSE + "\"}",
                "POST /api/v1/families {\"references\": [\"" + NOBODY + "\", \"" + NOBODY_ELSE + "\"]}",
                "GET /api/v1/referrals/" + NOBODY + "/family",
                "DELETE /api/v1/referrals/" + NOBODY + "/family",
                "POST /api/v1/referrals/" + NOBODY + "/family/confirm",
                "GET /api/v1/decisions/" + NOTHING,
                "POST /api/v1/basis/explain {\"reference\": \"" + NOBODY + "\"}",
                "POST /api/v1/notices/" + NOTHING + "/acknowledge",
                "POST /api/v1/break-glass {\"reference\": \"" + NOBODY + "\", \"receiver\": \"opvang-demo\","
                        + " \"categories\": [\"safety\"], \"reason\": \"" + REASON + "\"}",
                "POST /api/v1/break-glass/" + NOTHING + "/review {\"approved\": true}");
    }

    private static Answer ask(Operator operator, String route) {
        String[] words = route.split(" ", 3);
        return operator.call(words[0], words[1], words.length == 3 ? words[2] : "");
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Guards(Threat.T23)
    void letsNobodyInWithoutAToken(String route) {
        for (String said : List.of("", "Bearer wrong", "Bearer ", "Basic YW5uYTp4", bram.authorization() + "x")) {
            Answer refused = ask(home.saying(said), route);
            assertThat(refused.status())
                    .as(said.isEmpty() ? "no header" : "another word")
                    .isEqualTo(401);
            assertThat(refused.code()).isEqualTo("SCH-3008");
            assertThat(refused.type()).startsWith("application/problem+json");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void saysOfWhatIsNotThereThatItIsNotThere(String route) {
        Answer absent = ask(anna, route);
        assertThat(absent.status()).as(absent.text()).isEqualTo(404);
        assertThat(absent.type()).startsWith("application/problem+json");
        assertThat(absent.code()).isEqualTo("SCH-4003");
        assertThat(absent.json().path("titel").asText()).isNotBlank();
        assertThat(absent.text()).doesNotContain(NOBODY, NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/api/v1/break-glass; {}; 422; SCH-2001; reference",
                "/api/v1/break-glass; {\"reference\": \"REF\"}; 422; SCH-2001; receiver",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"opvang-demo\"}; 422; SCH-2001; reason",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"opvang-demo\", \"reason\": \"WHY\"};"
                        + " 422; SCH-2001; categories",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"opvang-demo\", \"reason\": \"WHY\","
                        + " \"categories\": [\"everything\"]}; 422; SCH-5023; categories",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"opvang-demo\", \"reason\": \"WHY\","
                        + " \"categories\": [\"debts\"]}; 422; SCH-5023; categories",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"pi-demo\", \"reason\": \"WHY\","
                        + " \"categories\": [\"safety\"]}; 422; SCH-5023; receiver",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"opvang-demo\", \"reason\": \"kort\","
                        + " \"categories\": [\"safety\"]}; 422; SCH-5023; reason",
                "/api/v1/break-glass; {\"reference\": \"REF\", \"receiver\": \"OPVANG!\", \"reason\": \"WHY\"};"
                        + " 422; SCH-2007; receiver",
                "/api/v1/break-glass; {\"reference\": ; 400; SCH-1006; body",
                "/api/v1/break-glass; [1, 2]; 400; SCH-1006; body",
                "/api/v1/break-glass/" + NOTHING + "/review; {}; 422; SCH-2001; approved",
                "/api/v1/break-glass/" + NOTHING + "/review; {\"approved\": \"perhaps\"}; 400; SCH-1006; body",
                "/api/v1/clients/REF/conflicts; {}; 422; SCH-2001; organisation",
                "/api/v1/clients/REF/conflicts; {\"organisation\": \"Opvang Demo\"}; 422; SCH-2007; organisation",
                "/api/v1/referrals/REF/looks; {}; 422; SCH-2001; receiver",
                "/api/v1/referrals/REF/looks; {\"receiver\": \"opvang-demo\"}; 422; SCH-2001; item",
                "/api/v1/referrals/REF/looks; {\"receiver\": \"opvang-demo\", \"item\": \"1\", \"word\": \"go\"};"
                        + " 422; SCH-2007; word",
                "/api/v1/referrals/REF/looks; {\"receiver\": \"opvang-demo\", \"item\": \"1\", \"word\": \"release\"};"
                        + " 422; SCH-2001; why",
                "/api/v1/referrals/REF/looks; {\"receiver\": \"opvang-demo\", \"item\": \"1\", \"word\": \"release\","
                        + " \"why\": \"because\"}; 422; SCH-2007; why",
                "/api/v1/referrals/REF/looks; {\"receiver\": \"opvang-demo\", \"item\": \"1\", \"word\": \"release\","
                        + " \"why\": \"no-place\"}; 404; SCH-4003; item",
                "/api/v1/families; {}; 422; SCH-2001; references",
                "/api/v1/families; {\"references\": [\"REF\"]}; 422; SCH-2007; references",
                "/api/v1/families; {\"references\": [\"REF\", \"REF\"]}; 422; SCH-2007; references[1]",
                "/api/v1/families; {\"references\": [\"REF\", null]}; 422; SCH-2001; references[1]",
                "/api/v1/families; {\"references\": [\"REF\", \"V-2026-1\"]}; 422; SCH-2007; references[1]",
                "/api/v1/families; {\"references\": [1,2,3,4,5,6,7,8,9,10,11,12,13]}; 400; SCH-1009; references",
                "/api/v1/families; {\"references\": {}}; 400; SCH-1006; body",
                "/api/v1/clients/REF/conflicts/clients; {}; 422; SCH-2001; client",
                "/api/v1/clients/REF/conflicts/clients; {\"client\": \"REF\"}; 422; SCH-2007; client",
                "/api/v1/basis/explain; {}; 422; SCH-2001; to",
                "/api/v1/basis/explain; {\"to\": \"opvang-demo\"}; 422; SCH-2001; category",
                "/api/v1/basis/explain; {\"to\": \"opvang-demo\", \"category\": \"zrm\"}; 422; SCH-2001; purpose",
                "/api/v1/basis/explain; {\"to\": \"nobody\", \"category\": \"zrm\", \"purpose\": \"TRANSITION\"};"
                        + " 422; SCH-2007; to",
                "/api/v1/basis/explain; {\"to\": \"opvang-demo\", \"category\": \"zrm\", \"purpose\": \"TRANSITION\","
                        + " \"at\": \"yesterday\"}; 422; SCH-2007; at",
                "/api/v1/basis/explain; {\"to\": \"opvang-demo\", \"category\": \"zrm\", \"purpose\": \"TRANSITION\","
                        + " \"client\": \"Jan\"}; 422; SCH-2007; client",
                "/api/v1/basis/explain; {\"reference\": \"REF\", \"receiver\": \"pi-demo\"}; 422; SCH-2007; receiver",
                "/api/v1/basis/explain; {\"to\": \"a\", \"to\": \"b\"}; 400; SCH-1007; ",
            })
    void namesTheFieldThatIsMissingOrWrong(String path, String body, int status, String code, String place)
            throws IOException {
        String reference = waiting();
        Answer refused = anna.post(
                path.replace("REF", reference), body.replace("REF", reference).replace("WHY", REASON));
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(refused.code()).isEqualTo(code);
        if (place != null) {
            assertThat(refused.json().path("place").asText()).isEqualTo(place);
        }
        assertThat(refused.text()).doesNotContain("yesterday", "Jan", REASON, "perhaps");
        assertThat(refused.json().path("oplossing").asText()).isNotBlank();
    }

    private static String shared = "";

    /** One referral for all who only need one. */
    private static String waiting() throws IOException {
        shared = shared.isEmpty() ? ward.referral("W0") : shared;
        return shared;
    }

    @Test
    void anIdThatIsNoneAMethodAndAMediaTypeAreAnsweredFromTheCatalogue() {
        assertThat(anna.get("/api/v1/decisions/abc").code()).isEqualTo("SCH-4003");
        assertThat(anna.delete("/api/v1/break-glass").status()).isEqualTo(405);
        assertThat(anna.delete("/api/v1/break-glass").code()).isEqualTo("SCH-1014");
        assertThat(anna.post("/api/v1/break-glass", "").code()).isEqualTo("SCH-1006");
    }

    @Test
    void aConsentIsShownAndTakenBackOnce() throws IOException {
        ward.consent("C1", "AKKOORD");
        String reference = ward.referral("C1");
        String other = ward.referral("C2");
        String consents = "/api/v1/clients/" + reference + "/consents";
        Answer all = home.get(consents);
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text()).doesNotContain("Test", "C1^");
        String id = all.json().at("/consents/0/id").asText();

        assertThat(home.post("/api/v1/clients/" + other + "/consents/" + id + "/withdraw", "")
                        .status())
                .as("another client's")
                .isEqualTo(404);
        Answer withdrawn = home.delete(consents + "/" + id);
        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.json().path("status").asText()).isEqualTo("inactive");
        Answer again = home.post(consents + "/" + id + "/withdraw", "");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.code()).isEqualTo("SCH-4006");
    }

    @Test
    void aBlockShowsNowhereButOnItsOwnList() throws IOException {
        String reference = ward.referral("B1");
        held.one(SHELTER, reference);
        String conflicts = "/api/v1/clients/" + reference + "/conflicts";
        assertThat(home.post(conflicts, "{\"organisation\": \"nobody-demo\"}").status())
                .isEqualTo(404);
        String before = home.trace(reference);

        Answer blocked = home.post(conflicts, "{\"organisation\": \"" + SHELTER + "\"}");
        assertThat(blocked.status()).isEqualTo(200);
        assertThat(home.get(conflicts).json().at("/conflicts/0/party").asText()).isEqualTo(SHELTER);
        assertThat(home.trace(reference)).isEqualTo(before);
        JsonNode word = explained(reference, SHELTER).path("words").path("identity");
        assertThat(word.path("permitted").asBoolean()).isFalse();
        assertThat(word.path("code").asText())
                .as("as of something that is not in the table")
                .isEqualTo("SCH-5003");
        assertThat(word.path("rule").asText()).isEqualTo("default-deny");
        Answer report = home.get("/api/v1/clients/" + reference + "/report");
        assertThat(report.text()).doesNotContain("conflict", "blok", "block");

        String id = blocked.json().path("id").asText();
        assertThat(home.delete(conflicts + "/" + id).status()).isEqualTo(200);
        assertThat(home.delete(conflicts + "/" + id).status()).isEqualTo(404);
        assertThat(explained(reference, SHELTER).at("/words/identity/permitted").asBoolean())
                .isTrue();
    }

    private static JsonNode explained(String reference, String receiver) {
        Answer answer = home.post(
                "/api/v1/basis/explain", "{\"reference\": \"" + reference + "\", \"receiver\": \"" + receiver + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("decisions")).hasSize(1);
        return answer.json().at("/decisions/0");
    }

    @Test
    @Guards(Threat.T29)
    void anEmergencyNeedsTwoPersonsAndTheClientIsToldUnlessThatEndangersThem() throws IOException {
        String reference = ward.referral("E1");
        held.one(SHELTER, reference);
        Answer opened = anna.post("/api/v1/break-glass", wish(reference, ""));
        assertThat(opened.status()).as(opened.text()).isEqualTo(200);
        assertThat(opened.json().path("openedBy").asText()).isEqualTo("anna");
        assertThat(opened.json().path("clientInformed").asBoolean()).isTrue();
        String review = "/api/v1/break-glass/" + opened.json().path("id").asText() + "/review";

        assertThat(anna.post(review, "{\"approved\": true}").code())
                .as("the same person")
                .isEqualTo("SCH-5022");
        assertThat(home.post(review, "{\"approved\": true}").code())
                .as("nobody in particular")
                .isEqualTo("SCH-5022");
        assertThat(listed(opened).path("state").asText()).isEqualTo("unreviewed");
        assertThat(listed(opened).path("reason").asText()).isEqualTo(REASON);
        Answer approved = bram.post(review, "{\"approved\": true}");
        assertThat(approved.json().path("state").asText()).isEqualTo("approved");
        assertThat(bram.post(review, "{\"approved\": false}").status()).isEqualTo(422);
        assertThat(home.trace(reference))
                .contains("break-glass opvang-demo opened", "break-glass opvang-demo approved")
                .doesNotContain(REASON);

        String told = home.get("/api/v1/clients/" + reference + "/report").text();
        assertThat(told).contains("omdat er gevaar was").doesNotContain(REASON);
        String quiet = ward.referral("E2");
        Answer silent =
                anna.post("/api/v1/break-glass", wish(quiet, ", \"silentBecause\": \"de dader leest mee in de post\""));
        assertThat(silent.json().path("clientInformed").asBoolean()).isFalse();
        assertThat(home.get("/api/v1/clients/" + quiet + "/report").text()).doesNotContain("gevaar", "dader");
        assertThat(listed(silent).path("silentBecause").asText()).contains("dader");
    }

    private static String wish(String reference, String more) {
        return "{\"reference\": \"" + reference + "\", \"receiver\": \"opvang-demo\", \"categories\": [\"safety\"],"
                + " \"reason\": \"" + REASON + "\"" + more + "}";
    }

    private static JsonNode listed(Answer opening) {
        for (JsonNode one : home.get("/api/v1/break-glass").json().path("openings")) {
            if (one.path("id").equals(opening.json().path("id"))) {
                return one;
            }
        }
        throw new AssertionError("It is not on the list");
    }

    @Test
    void theCommandsOpenListAndReview() throws IOException {
        String reference = ward.referral("K1");
        held.one(SHELTER, reference);
        DemoProcess.Ran opened = demo.run(
                "break-glass", reference, "--to", SHELTER, "--category", "safety", "--reason", REASON, "--by", "anna");
        assertThat(opened.exit()).as(opened.output()).isZero();
        assertThat(opened.output()).contains("opened", "opvang-demo, safety", "is told");
        DemoProcess.Ran list = demo.run("review");
        assertThat(list.exit()).as(list.output()).isZero();
        assertThat(list.output()).contains(reference, "unreviewed", REASON);

        DemoProcess.Ran own = demo.run("review", reference, "--approve", "--by", "anna");
        assertThat(own.exit()).isEqualTo(1);
        assertThat(own.output()).contains("SCH-5022");
        DemoProcess.Ran nobody = demo.run("review", reference, "--approve", "--by", "carla");
        assertThat(nobody.exit()).as("no such person").isEqualTo(4);
        assertThat(nobody.output()).contains("'carla'", "there is no token");
        DemoProcess.Ran second =
                demo.run("review", reference, "--disapprove", "--by", "bram", "--reason", "acuut gevaar was er niet");
        assertThat(second.output()).contains("disapproved by bram");
        assertThat(home.get("/api/v1/break-glass").text()).contains("acuut gevaar was er niet");
        assertThat(home.trace(reference)).doesNotContain("was er niet");
        assertThat(second.exit()).isZero();
    }

    @Test
    void aFamilyIsLinkedByOnePersonAndConfirmedByAnother() throws IOException {
        String mother = ward.referral("F1");
        String child = ward.referral("F2");
        assertThat(home.post("/api/v1/families", "{\"references\": [\"" + mother + "\", \"" + child + "\"]}")
                        .code())
                .as("nobody in particular")
                .isEqualTo("SCH-3006");
        DemoProcess.Ran alone = demo.run("family", "show", child);
        assertThat(alone.output()).contains("No family");
        DemoProcess.Ran linked = demo.run("family", "link", mother, child, "--by", "anna");
        assertThat(linked.exit()).as(linked.output()).isZero();
        assertThat(linked.output()).contains(mother, child, "waits for a second person");
        assertThat(demo.run("family", "confirm", child, "--by", "anna").exit()).isEqualTo(4);
        assertThat(demo.run("family", "confirm", child, "--by", "bram").output())
                .contains("confirmed by");
        assertThat(demo.run("family", "show", "V-2026-1").exit()).isEqualTo(2);
        assertThat(home.trace(child)).contains("family", "linked").doesNotContain(mother);
        String absent = anna.post("/api/v1/families", families(mother, NOBODY)).text();
        assertThat(demo.run("family", "unlink", child, "--by", "anna").output()).contains("No family");
        assertThat(anna.post("/api/v1/clients/" + mother + "/conflicts/clients", "{\"client\": \"" + child + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(anna.post("/api/v1/families", families(child, mother)).text())
                .as("as of a reference that is not there")
                .isEqualTo(absent);
    }

    private static String families(String one, String other) {
        return "{\"references\": [\"" + one + "\", \"" + other + "\"]}";
    }

    @Test
    void aPersonReleasesOrKeepsBackWhatIsParked() throws IOException {
        ward.consent("L1", "AKKOORD");
        ward.consent("L2", "AKKOORD");
        String released = ward.protectedReferral("L1", "Els 040-2123456");
        String kept = ward.protectedReferral("L2", "Els 040-2123457");
        JsonNode item = parked(released);
        assertThat(item.toString()).contains("a telephone number").doesNotContain("2123456", "Els");

        String word = "{\"receiver\": \"opvang-demo\", \"item\": \""
                + item.path("item").asText()
                + "\", \"word\": \"release\", \"why\": \"place-of-another\", \"words\": \"de zus woont elders\"}";
        String looks = "/api/v1/referrals/" + released + "/looks";
        Answer nobody = home.post(looks, word);
        assertThat(nobody.status()).as("nobody in particular").isEqualTo(403);
        assertThat(nobody.code()).isEqualTo("SCH-3006");
        assertThat(anna.post(looks, word).status()).isEqualTo(200);
        assertThat(held.one(SHELTER, released)).contains("040-2123456");
        assertThat(home.trace(released))
                .contains("look opvang-demo released item", "place-of-another, by operator anna")
                .doesNotContain("woont elders");
        assertThat(home.get(looks).text()).contains("woont elders");

        DemoProcess.Ran list = demo.run("look", kept);
        assertThat(list.exit()).as(list.output()).isEqualTo(1);
        String name = parked(kept).path("item").asText();
        assertThat(list.output()).contains(name, "opvang-demo", "network").doesNotContain("2123457");
        DemoProcess.Ran kind = demo.run("look", kept, name, "--keep-back", "no-place", "--by", "bram");
        assertThat(kind.output()).contains("SCH-2007", "in-doubt, place");
        DemoProcess.Ran said = demo.run("look", kept, name, "--keep-back", "in-doubt", "--by", "bram");
        assertThat(said.exit()).as(said.output()).isZero();
        assertThat(held.one(SHELTER, kept)).doesNotContain("040-2123457");
    }

    @Test
    void theCommandsKeepSomebodyAwayAndTakeAConsentBack() throws IOException {
        ward.consent("V1", "AKKOORD");
        String reference = ward.referral("V1");
        held.one(SHELTER, reference, "zrm-2017");
        DemoProcess.Ran consents = demo.run("withdraw", reference);
        assertThat(consents.output()).contains("active", "ggz-noord");
        String consent = home.get("/api/v1/clients/" + reference + "/consents")
                .json()
                .at("/consents/0/id")
                .asText();
        DemoProcess.Ran withdrawn = demo.run("withdraw", reference, consent, "--by", "anna");
        assertThat(withdrawn.exit()).as(withdrawn.output()).isZero();
        held.one(SHELTER, reference, "no-longer-permitted");
        assertThat(demo.run("withdraw", reference, consent, "--by", "anna").output())
                .contains("SCH-4006");

        DemoProcess.Ran added = demo.run("conflict", "add", reference, "--organisation", SHELTER, "--by", "anna");
        assertThat(added.exit()).as(added.output()).isZero();
        assertThat(demo.run("conflict", "add", reference, "--organisation", "nobody-demo")
                        .exit())
                .isEqualTo(1);
        DemoProcess.Ran list = demo.run("conflict", "list", reference);
        assertThat(list.output()).contains("organisation", SHELTER, "anna", "no");
        String entry = home.get("/api/v1/clients/" + reference + "/conflicts")
                .json()
                .at("/conflicts/0/id")
                .asText();
        assertThat(demo.run("conflict", "end", reference, entry, "--by", "bram").output())
                .contains("ended");
        assertThat(demo.run("conflict", "end", reference, entry, "--by", "bram").output())
                .contains("SCH-4003");
    }

    private static JsonNode parked(String reference) {
        String looks = "/api/v1/referrals/" + reference + "/looks";
        await().atMost(SOON).until(() -> home.trace(reference).contains("release opvang-demo stopped SCH-5008"));
        for (JsonNode one : home.get(looks).json().path("waiting")) {
            if (one.path("receiver").asText().equals(SHELTER)) {
                return one;
            }
        }
        throw new AssertionError("Nothing waits");
    }

    @Test
    @Guards(Threat.T21)
    void theClientsOwnCopyIsDataOrALetterWithANeutralName() throws IOException {
        String reference = ward.referral("R1");
        held.one(SHELTER, reference);
        Answer data = home.get("/api/v1/clients/" + reference + "/report");
        assertThat(data.status()).isEqualTo(200);
        assertThat(data.json().path("received")).isNotEmpty();
        Answer letter = home.get("/api/v1/clients/" + reference + "/report.pdf");
        assertThat(letter.type()).isEqualTo("application/pdf");
        assertThat(letter.text()).startsWith("%PDF-");
    }

    @Test
    void commandDoorAndReleaseGiveTheSameAnswer() throws IOException {
        String reference = ward.referral("X1");
        held.one(SHELTER, reference);
        JsonNode record = record(reference);
        JsonNode question = record.path("question");
        String at = question.path("at").asText();
        Path client = folder.resolve("client.json");
        Files.writeString(client, "{\"birthDate\": \"1984-05-17\", \"needs\": [\"shelter\"]}");

        for (String category : List.of("identity", "zrm", "network", "housing", "health-detail")) {
            String described = "{\"to\": \"opvang-demo\", \"from\": \"ggz-noord\", \"category\": \"" + category
                    + "\", \"purpose\": \"TRANSITION\", \"at\": \"" + at + "\", \"client\": "
                    + Files.readString(client) + "}";
            JsonNode door = home.post("/api/v1/basis/explain", described).json();
            DemoProcess.Ran ran = DemoProcess.ran(List.of(
                    "./schakel",
                    "basis",
                    "explain",
                    "--to",
                    SHELTER,
                    "--from",
                    "ggz-noord",
                    "--category",
                    category,
                    "--purpose",
                    "TRANSITION",
                    "--at",
                    at,
                    "--client",
                    client.toString(),
                    "--output",
                    "json"));
            assertThat(JSON.readTree(ran.output())).as(category).isEqualTo(door);

            JsonNode word = record.path("words").path(category);
            if (!word.isMissingNode()) {
                JsonNode here = explained(reference, SHELTER).path("words").path(category);
                for (String name : List.of("permitted", "code", "rule", "basis")) {
                    assertThat(door.path(name)).as(category + " " + name).isEqualTo(word.path(name));
                    assertThat(here.path(name)).as(category + " " + name).isEqualTo(word.path(name));
                }
            }
            if (!door.path("permitted").asBoolean()) {
                for (String name : List.of("code", "rule", "reason", "reden", "remedy", "oplossing")) {
                    assertThat(door.path(name).asText())
                            .as(category + " " + name)
                            .isNotBlank();
                }
            }
        }
        assertThat(record.path("words").path("zrm").path("code").asText()).isEqualTo("SCH-5004");
    }

    /** The decision under which the shelter got it, as it was kept. */
    private static JsonNode record(String reference) {
        await().atMost(SOON).until(() -> !released(reference).isEmpty());
        Answer decision = home.get("/api/v1/decisions/" + released(reference).get(0));
        assertThat(decision.status()).isEqualTo(200);
        return decision.json().path("record");
    }

    private static List<String> released(String reference) {
        List<String> ids = new ArrayList<>();
        home.get("/api/v1/referrals/" + reference + "/decisions")
                .json()
                .path("decisions")
                .forEach(decision -> {
                    if (decision.path("receiver").asText().equals(SHELTER)) {
                        ids.add(decision.path("id").asText());
                    }
                });
        return ids;
    }

    @Test
    void aNoticeIsHeardByAnOperatorOnce() throws IOException {
        ward.consent("N1", "AKKOORD");
        String reference = ward.referral("N1");
        held.one(SHELTER, reference, "zrm-2017");
        ward.consent("N1", "INGETROKKEN");
        held.one(SHELTER, reference, "no-longer-permitted");
        String id = "";
        for (JsonNode notice : home.get("/api/v1/notices").json().path("notices")) {
            id = notice.path("reference").asText().equals(reference)
                    ? notice.path("id").asText()
                    : id;
        }
        assertThat(home.post("/api/v1/notices/" + id + "/acknowledge", "").status())
                .isEqualTo(200);
        assertThat(home.post("/api/v1/notices/" + id + "/acknowledge", "").status())
                .isEqualTo(404);
        assertThat(home.trace(reference)).contains("heard by operator operator");
    }
}
