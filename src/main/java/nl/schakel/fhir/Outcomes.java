package nl.schakel.fhir;

import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** OperationOutcome trees: a problem, or that all went well. English in the text, Dutch in the translation beside it. */
final class Outcomes {
    /** A FHIR path; anything else ({@code line 3, column 8}, {@code PID-3}) is a location. */
    private static final Pattern EXPRESSION =
            Pattern.compile("[A-Za-z][A-Za-z0-9]{1,63}(\\.[A-Za-z_][A-Za-z0-9_]{0,63}|\\[[0-9]{1,6}])*");

    private Outcomes() {}

    static Json.Obj problem(Problem problem) {
        ProblemCode code = problem.code();
        Json.Obj details = bilingual(code.english() + " " + code.remedy(), code.dutch() + " " + code.dutchRemedy())
                .with("coding", Json.array(coding(code)));
        Json.Obj issue = issue("error", code.issueType(), details);
        return outcome(placed(diagnosed(issue, problem), problem));
    }

    static Json.Obj accepted(Optional<String> reference) {
        Json.Obj words = reference
                .map(known -> bilingual(
                        "Received and stored as referral " + known + ".",
                        "Ontvangen en vastgelegd als verwijzing " + known + "."))
                .orElseGet(() -> bilingual(
                        "Received and stored. No referral of this client runs.",
                        "Ontvangen en vastgelegd. Er loopt geen verwijzing van deze client."));
        return outcome(issue("information", "informational", words));
    }

    /** Something to know that is no problem. */
    static Json.Obj said(String english, String dutch) {
        return outcome(issue("information", "informational", bilingual(english, dutch)));
    }

    private static Json.Obj coding(ProblemCode code) {
        return Json.object().with("system", Canonicals.PROBLEM).with("code", code.id());
    }

    private static Json.Obj issue(String severity, String type, Json.Obj details) {
        return Json.object().with("severity", severity).with("code", type).with("details", details);
    }

    private static Json.Obj diagnosed(Json.Obj issue, Problem problem) {
        StringBuilder words = new StringBuilder();
        problem.seen().ifPresent(seen -> words.append("Seen: ").append(seen).append(". "));
        problem.expected()
                .ifPresent(
                        expected -> words.append("Expected: ").append(expected).append(". "));
        problem.againSeconds()
                .ifPresent(again -> words.append("Again after ").append(again).append(" s."));
        return words.isEmpty()
                ? issue
                : issue.with("diagnostics", words.toString().strip());
    }

    private static Json.Obj placed(Json.Obj issue, Problem problem) {
        return problem.place()
                .map(place -> issue.with(
                        EXPRESSION.matcher(place).matches() ? "expression" : "location", Json.array(Json.text(place))))
                .orElse(issue);
    }

    private static Json.Obj outcome(Json.Obj issue) {
        return Json.object()
                .with("resourceType", "OperationOutcome")
                .with("language", "en")
                .with("issue", Json.array(issue));
    }

    private static Json.Obj bilingual(String english, String dutch) {
        Json.Obj translation = Json.object()
                .with("url", Canonicals.TRANSLATION)
                .with(
                        "extension",
                        Json.array(
                                Json.object().with("url", "lang").with("valueCode", "nl"),
                                Json.object().with("url", "content").with("valueString", dutch)));
        return Json.object()
                .with("text", english)
                .with("_text", Json.object().with("extension", Json.array(translation)));
    }
}
