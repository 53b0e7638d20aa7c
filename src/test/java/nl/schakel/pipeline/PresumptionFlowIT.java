package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a referral within care presumes, on a real PostgreSQL; here the hospital is asked for shelter too. */
class PresumptionFlowIT {
    private static final PartnerId OTHER_WARD = new PartnerId("ggz-zuid");

    @TempDir
    static Path folder;

    private static Flow flow;

    @BeforeAll
    static void open() throws IOException, SQLException {
        Path routes = Flow.routesIn(folder);
        Files.writeString(
                routes.resolve("partners/ggz-zuid.yaml"),
                Files.readString(Path.of("routes/partners/opvang-demo.yaml"))
                        .replace("opvang-demo", "ggz-zuid")
                        .replace("demo.ggz-zuid.port", "demo.opvang-demo.port")
                        .replace("role: MO", "role: GGZ")
                        .replace("00000099000000005000", "00000099000000091000")
                        .replace("90001234", "90009999")
                        .replace("INTAKE, TRANSITION", "TRANSITION"));
        Path circle = routes.resolve("circles/eindhoven-ontslag.yaml");
        Files.writeString(
                circle, Files.readString(circle) + "  - {need: shelter, partner: ggz-zuid, purpose: TRANSITION}\n");
        flow = Flow.open(folder, routes);
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @Test
    void aReferralWithinCareIsWrittenDownAsPresumedConsentForThatReceiverAlone() throws IOException {
        ReferralReference reference = flow.referral("P1");
        assertThat(flow.work())
                .anyMatch(
                        d -> d.is(WorkItem.Kind.DELIVER, OTHER_WARD) && d.text().contains("F20.0"));
        List<Json.Obj> kept = consents(reference);
        assertThat(kept).singleElement().satisfies(shown -> {
            assertThat(shown.text("recorder")).hasValue("ggz-noord");
            assertThat(shown.text("referral")).hasValue(reference.text());
            assertThat(shown.object("consent").flatMap(c -> c.text("kind"))).hasValue("PRESUMED");
            assertThat(new String(shown.utf8(), StandardCharsets.UTF_8))
                    .contains("organisation:ggz-zuid")
                    .doesNotContain("opvang-demo");
        });
        assertThat(new String(
                        Flow.value(flow.desk.explain(reference, Optional.empty()))
                                .utf8(),
                        StandardCharsets.UTF_8))
                .contains("ggz-zuid");
        assertThat(decision(reference)).contains("presumed: the client knows of the referral");
        assertThat(report(reference)).contains("U weet van een verwijzing binnen de zorg");
        assertThat(flow.trace(reference)).contains("active presumed PERMIT to organisation:ggz-zuid");
    }

    @Test
    void whatTheClientTakesBackIsNoAndIsNotPresumedAgain() throws IOException {
        ReferralReference reference = flow.referral("P2");
        flow.work();
        UUID id = UUID.fromString(consents(reference).get(0).text("id").orElseThrow());
        assertThat(flow.desk.withdraw(reference, id, "anna")).isInstanceOf(Step.Next.class);
        assertThat(flow.work())
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, OTHER_WARD) && d.text().contains("health-detail"));
        assertThat(flow.referral("P2")).isEqualTo(reference);
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, OTHER_WARD));
        assertThat(consents(reference).get(0).object("consent").flatMap(c -> c.text("status")))
                .hasValue("inactive");
    }

    @Test
    void itEndsWithItsReferral() throws IOException {
        ReferralReference reference = flow.referral("P3");
        flow.work();
        assertThat(period(reference)).doesNotContain("until");
        flow.say("REF^I14^REF_I12", "RF1|E|A|CTI^Critical Time Intervention^99GW|||REF-P3|20260410\r", "P3", "\r");
        flow.work();
        assertThat(period(reference)).contains("until");
        assertThat(flow.trace(reference))
                .as("nobody is told that it may have less")
                .doesNotContain("narrowed");
    }

    private static String period(ReferralReference reference) {
        return new String(
                consents(reference)
                        .get(0)
                        .object("consent")
                        .flatMap(c -> c.object("provision"))
                        .flatMap(p -> p.object("period"))
                        .orElseThrow()
                        .utf8(),
                StandardCharsets.UTF_8);
    }

    private static List<Json.Obj> consents(ReferralReference reference) {
        return Flow.value(flow.desk.consents(reference)).list("consents").stream()
                .flatMap(one -> one.asObject().stream())
                .toList();
    }

    private static String decision(ReferralReference reference) {
        return flow.clients.decisions(reference).stream()
                .filter(row -> row.receiver().equals(OTHER_WARD))
                .map(row -> new String(row.audit(), StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }

    private static String report(ReferralReference reference) {
        return new String(Flow.value(flow.report.json(reference, "operator")).utf8(), StandardCharsets.UTF_8);
    }
}
