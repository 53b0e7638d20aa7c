package nl.schakel.pipeline;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.schakel.consent.Consent;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.letter.LetterWriter;

/**
 * The client's own copy in plain Dutch: who got what, when, on which basis, and who did something with it (Wabvpz 15d and
 * 15e, fields of NEN 7513). It names no one but organisations, and does not say to whom nothing may go.
 */
public final class ClientReport {
    private static final ZoneId NETHERLANDS = ZoneId.of("Europe/Amsterdam");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy 'om' HH:mm 'uur'", Locale.forLanguageTag("nl"));
    /** A conflict list and what an emergency was about are not for whoever finds this letter. */
    private static final List<String> UNSAID = List.of("conflict");

    private static final Map<Category, String> WORDS = Map.ofEntries(
            Map.entry(Category.IDENTITY, "uw naam en geboortedatum"),
            Map.entry(Category.BSN, "uw burgerservicenummer"),
            Map.entry(Category.CONTACT, "hoe u te bereiken bent"),
            Map.entry(Category.ADDRESS, "uw adres"),
            Map.entry(Category.SECRET_ADDRESS, "uw geheime adres"),
            Map.entry(Category.REFERRAL, "de vraag om hulp"),
            Map.entry(Category.HOUSING, "hoe u woont of woonde"),
            Map.entry(Category.INCOME, "uw inkomen"),
            Map.entry(Category.DEBTS, "uw schulden"),
            Map.entry(Category.NETWORK, "mensen die u helpen"),
            Map.entry(Category.ZRM, "hoe het met u gaat (zelfredzaamheid)"),
            Map.entry(Category.PLAN, "uw doelen en afspraken"),
            Map.entry(Category.HEALTH_POINTER, "welke zorg u krijgt"),
            Map.entry(Category.HEALTH_DETAIL, "uw gezondheid"),
            Map.entry(Category.SAFETY, "uw veiligheid"),
            Map.entry(Category.JUSTICE, "gegevens van justitie"),
            Map.entry(Category.LEGAL_STATUS, "wie u wettelijk vertegenwoordigt"),
            Map.entry(Category.CHILDREN, "uw kinderen"),
            Map.entry(Category.SPECIAL, "bijzondere gegevens"));
    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("accept", "ontvangen"),
            Map.entry("consent", "toestemming bekeken"),
            Map.entry("disclosure", "gegevens weggelaten"),
            Map.entry("translate", "bericht gemaakt"),
            Map.entry("deliver", "gegevens verstuurd"),
            Map.entry("tell", "bericht over de aanvraag verstuurd"),
            Map.entry("directory", "ontvanger gekozen"),
            Map.entry("transition", "stand van de aanvraag veranderd"),
            Map.entry("release", "versturen gestopt"),
            Map.entry("merge", "twee nummers samengevoegd"),
            Map.entry("retention", "gegevens gewist"),
            Map.entry("report", "dit overzicht gemaakt"));

    private final Clients clients;
    private final Journal journal;
    private final Directory directory;

    ClientReport(Clients clients, Journal journal, Directory directory) {
        this.clients = clients;
        this.journal = journal;
        this.directory = directory;
    }

    /** What is known of the client behind this referral, across all their referrals. */
    private record Whole(
            List<ReferralReference> references,
            List<ConsentRow> consents,
            List<OpeningRow> openings,
            List<DecisionRow> released) {}

    /** As data. */
    public Step<Json.Obj> json(ReferralReference reference, String operator) {
        return whole(reference, operator)
                .map(whole -> Json.object()
                        .with("reference", reference.text())
                        .with("received", received(whole))
                        .with("consents", consents(whole))
                        .with("accessLog", accessLog(whole)));
    }

    /** As a letter (PDF). */
    public Step<byte[]> pdf(ReferralReference reference, String operator) {
        return json(reference, operator).map(ClientReport::letter).then(new LetterWriter()::write);
    }

    private Step<Whole> whole(ReferralReference reference, String operator) {
        return clients.with(reference, ledger -> read(reference, operator, ledger))
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    private static Whole read(ReferralReference reference, String operator, Ledger ledger) {
        List<ReferralReference> references = ledger.dossier().referrals();
        List<DecisionRow> released = references.stream()
                .flatMap(each -> ledger.dossier().released(each).stream())
                .filter(decision -> !decision.released().isEmpty())
                .toList();
        ledger.trace(reference, "report", Optional.empty(), "made", "the client's own copy, by operator " + operator);
        return new Whole(
                references, ledger.dossier().consents(), ledger.dossier().openings(), released);
    }

    private Json.Arr received(Whole whole) {
        List<Json> rows = new ArrayList<>();
        for (DecisionRow decision : whole.released()) {
            rows.add(Json.object()
                    .with("wanneer", day(decision.decidedAt()))
                    .with("wie", name(decision.receiver()))
                    .with("wat", words(decision))
                    .with("grond", Grounds.of(decision))
                    .with("besluit", decision.id().toString())
                    .with("kenmerk", decision.reference().text()));
        }
        return new Json.Arr(rows);
    }

    private static String words(DecisionRow decision) {
        return decision.released().stream().sorted().map(WORDS::get).collect(Collectors.joining(", "));
    }

    private Json.Arr consents(Whole whole) {
        List<Json> rows = new ArrayList<>();
        for (ConsentRow row : whole.consents()) {
            rows.add(Json.object()
                    .with("wanneer", day(row.recordedAt()))
                    .with("vastgelegdDoor", recorder(row.recorder()))
                    .with("wat", said(row)));
        }
        for (OpeningRow opening : whole.openings()) {
            if (opening.informsClient()) {
                rows.add(Json.object()
                        .with("wanneer", day(opening.openedAt()))
                        .with("vastgelegdDoor", "een medewerker, in een noodgeval")
                        .with(
                                "wat",
                                "Zonder uw toestemming gegeven aan " + name(opening.receiver())
                                        + ", omdat er gevaar was"));
            }
        }
        return new Json.Arr(rows);
    }

    private static String said(ConsentRow row) {
        return Dossiers.kept(Dossiers.onFile(row))
                .map(ClientReport::said)
                .orElse("Dit konden wij niet lezen. Daarom geven wij niets door.");
    }

    private static String said(Consent consent) {
        String about = consent.provision().categories().stream()
                .sorted()
                .map(WORDS::get)
                .collect(Collectors.joining(", "));
        String what = about.isEmpty() ? "uw gegevens, zonder te noemen welke" : about;
        if (consent.status() == Consent.Status.INACTIVE) {
            return "U heeft uw toestemming ingetrokken voor: " + what;
        }
        if (consent.kind() == Consent.Kind.PRESUMED) {
            return "U weet van een verwijzing binnen de zorg; daarvoor mocht worden doorgegeven: " + about
                    + ". U kunt daar nee tegen zeggen.";
        }
        boolean yes = consent.status() == Consent.Status.ACTIVE
                && consent.provision().effect() == nl.schakel.consent.Provision.Effect.PERMIT;
        return (yes ? "U zei ja tegen het doorgeven van: " : "U zei nee tegen het doorgeven van: ") + what;
    }

    /** Event, action, time, who and outcome, as NEN 7513 has them; reasons stay with the operators. */
    private Json.Arr accessLog(Whole whole) {
        List<Json> rows = new ArrayList<>();
        for (ReferralReference reference : whole.references()) {
            for (Journal.TraceLine line : journal.trace(reference)) {
                if (!UNSAID.contains(line.stage()) && EVENTS.containsKey(line.stage())) {
                    rows.add(Json.object()
                            .with("wanneer", day(line.at()))
                            .with("wat", EVENTS.getOrDefault(line.stage(), line.stage()))
                            .with("wie", line.partner().map(this::name).orElse("Schakel"))
                            .with("uitkomst", line.outcome())
                            .with("kenmerk", reference.text()));
                }
            }
        }
        return new Json.Arr(rows);
    }

    private String name(PartnerId id) {
        return directory.partner(id).map(Partner::name).orElse(id.value());
    }

    private String recorder(String recorder) {
        return PartnerId.isWellFormed(recorder) ? name(new PartnerId(recorder)) : "een medewerker van Schakel";
    }

    private static String day(Instant at) {
        return DAY.format(at.atZone(NETHERLANDS));
    }

    /** Its title says nothing that a housemate should not read. */
    private static Json.Obj letter(Json.Obj report) {
        return Json.object()
                .with("title", "Uw overzicht")
                .with("foot", "Uw overzicht " + report.text("reference").orElse(""))
                .with(
                        "head",
                        lines(
                                "Dit overzicht is voor u. U ziet welke organisaties gegevens over u kregen, wanneer en waarom.",
                                "Klopt er iets niet? Of wilt u dat we iets niet meer doorgeven? Zeg het tegen uw hulpverlener."))
                .with(
                        "sections",
                        Json.array(
                                section(
                                        "Wie kreeg wat, en waarom?",
                                        report.list("received"),
                                        "wanneer",
                                        "wie",
                                        "wat",
                                        "grond"),
                                section(
                                        "Wat is er gezegd over delen?",
                                        report.list("consents"),
                                        "wanneer",
                                        "vastgelegdDoor",
                                        "wat"),
                                section(
                                        "Wat is er met uw gegevens gedaan?",
                                        report.list("accessLog"),
                                        "wanneer",
                                        "wie",
                                        "wat")));
    }

    private static Json.Obj section(String heading, List<Json> rows, String... names) {
        List<Json> lines = new ArrayList<>();
        for (Json row : rows) {
            Json.Obj object = row.asObject().orElse(Json.object());
            List<String> values = new ArrayList<>();
            for (String name : names) {
                object.text(name).ifPresent(values::add);
            }
            lines.add(Json.object().with("text", String.join(": ", values)));
        }
        if (lines.isEmpty()) {
            lines.add(Json.object().with("text", "Niets."));
        }
        return Json.object().with("heading", heading).with("lines", new Json.Arr(lines));
    }

    private static Json.Arr lines(String... texts) {
        return new Json.Arr(java.util.Arrays.stream(texts)
                .<Json>map(text -> Json.object().with("text", text))
                .toList());
    }
}
