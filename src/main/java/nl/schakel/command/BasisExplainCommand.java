package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nl.schakel.pipeline.Explaining;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a category may go to a receiver, with every rule that spoke. */
@Command(
        name = "explain",
        description = {
            "Says whether a category of data may go to a partner for a purpose, with every rule that spoke.",
            "The same code decides at release. No gateway is needed; exits 0 when it may go and 4 when not."
        },
        footer = "Example: schakel basis explain --to gemeente-demo --from pi-demo --category plan"
                + " --purpose REINTEGRATION --at 2021-06-30")
final class BasisExplainCommand implements Callable<Integer> {
    @Mixin
    private final Printed printed = new Printed();

    @Mixin
    private final Folders folders = new Folders();

    @Option(names = "--to", required = true, paramLabel = "PARTNER", description = "Who would get it.")
    private String to = "";

    @Option(
            names = "--from",
            paramLabel = "PARTNER",
            description = "Who would send it (default: the first partner that may hold the category).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--category", required = true, paramLabel = "C", description = "The category, such as zrm.")
    private String category = "";

    @Option(names = "--purpose", required = true, paramLabel = "P", description = "The purpose, such as TRANSITION.")
    private String purpose = "";

    @Option(
            names = "--client",
            paramLabel = "FILE",
            description = "A description of the client as JSON, with their consents as FHIR"
                    + " (default: an adult who said nothing).")
    private Optional<Path> client = Optional.empty();

    @Option(names = "--at", paramLabel = "TIME", description = "A day or a moment (default: now).")
    private Optional<String> at = Optional.empty();

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Also writes the whole decision, as the audit would keep it, for 'basis replay'.")
    private Optional<Path> record = Optional.empty();

    private final Console console;

    BasisExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (client.isPresent() && !Files.isReadable(client.get())) {
            return console.fail(Exit.USAGE, "There is no readable file " + client.get() + ".");
        }
        Step<Explaining.Explained> explained = Explaining.load(folders.mappings(), folders.routes())
                .then(explaining -> description()
                        .then(form -> explaining.explain(
                                new Explaining.Asking(to, from, category, purpose, form, at), Instant.now())));
        if (record.isPresent() && explained instanceof Step.Next<Explaining.Explained> next) {
            Files.write(record.get(), next.value().record().utf8());
        }
        return explained.fold(this::print, this::refuse);
    }

    private Step<Optional<Json.Obj>> description() {
        if (client.isEmpty()) {
            return Step.next(Optional.empty());
        }
        try {
            return StrictJson.readObject(Files.readAllBytes(client.get())).map(Optional::of);
        } catch (IOException unreadable) {
            return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, "client"));
        }
    }

    /** A question that is not understood is the asker's to mend. */
    private int refuse(Problem problem) {
        return problem.code() == ProblemCode.VALUE_INVALID
                ? console.fail(Exit.USAGE, problem.sentence())
                : console.refuse(problem);
    }

    private int print(Explaining.Explained explained) {
        Json.Obj answer = explained.answer();
        if (printed.json()) {
            console.line(new String(answer.utf8(), StandardCharsets.UTF_8));
        } else {
            table(explained.permitted(), answer);
        }
        return explained.permitted() ? Exit.OK : Exit.DENIED;
    }

    private void table(boolean permitted, Json.Obj answer) {
        console.line((permitted ? "PERMITTED  " : "NOT RELEASED  ") + text(answer, "category") + " from "
                + text(answer, "from") + " to " + text(answer, "to") + " for " + text(answer, "purpose") + " at "
                + dutch(text(answer, "at")));
        if (!permitted) {
            console.line(text(answer, "code") + " " + text(answer, "reason") + " " + text(answer, "remedy"));
            console.line("          " + text(answer, "reden") + " " + text(answer, "oplossing"));
        }
        console.line("by " + text(answer, "rule") + ": " + text(answer, "basis"));
        console.line("policy " + text(answer, "policy") + ", decision " + text(answer, "decision"));
        if (!answer.list("spoken").isEmpty()) {
            console.line("");
            spoken(answer).lines().forEach(console::line);
        }
    }

    private static Table spoken(Json.Obj answer) {
        Table table = new Table("RULE", "WORD", "LAW", "CONSENT", "WHY");
        for (Json said : answer.list("spoken")) {
            said.asObject()
                    .ifPresent(rule -> table.row(
                            text(rule, "rule"),
                            text(rule, "effect").toLowerCase(java.util.Locale.ROOT),
                            rule.list("laws").stream()
                                    .flatMap(law -> law.asText().stream())
                                    .collect(Collectors.joining(" ")),
                            rule.text("consent")
                                    .map(hash -> hash.substring(0, 8))
                                    .orElse("-"),
                            text(rule, "words")));
        }
        return table;
    }

    /** By the clock that the days of law and consent go by. */
    private static String dutch(String moment) {
        return Instant.parse(moment)
                .atZone(ZoneId.of("Europe/Amsterdam"))
                .toOffsetDateTime()
                .toString();
    }

    private static String text(Json.Obj form, String name) {
        return form.text(name).orElse("-");
    }
}
