package nl.schakel.dialogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Json;
import nl.schakel.translate.json.StrictJson;

/** An answer of a ZGW API, as far as it can be understood. */
record CaseAnswer(int status, Optional<Json> body) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final int TOLD = 4;

    static CaseAnswer of(int status, byte[] bytes) {
        return new CaseAnswer(status, StrictJson.read(bytes).fold(Optional::of, problem -> Optional.empty()));
    }

    boolean isGood() {
        return status / 100 == 2;
    }

    /** Another time may do. */
    boolean isLater() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** Somebody else was first: what is to be made is there now. */
    boolean isTaken() {
        return status == 409 || (status == 400 && words().contains("identificatie identificatie-niet-uniek"));
    }

    /** The address of the one thing in it. */
    Optional<String> address() {
        return body.flatMap(Json::asObject).flatMap(CaseAnswer::address);
    }

    static Optional<String> address(Json.Obj thing) {
        return thing.text("url").filter(CaseSystem::isAddress);
    }

    /** The things of a list, which some resources page and others do not; empty when it is no list. */
    Optional<List<Json.Obj>> things() {
        Optional<List<Json>> all = body.flatMap(json -> json instanceof Json.Arr array
                ? Optional.of(array.elements())
                : json.asObject()
                        .filter(page -> page.get("results").isPresent())
                        .map(page -> page.list("results")));
        return all.map(things ->
                things.stream().flatMap(thing -> thing.asObject().stream()).toList());
    }

    /** Whether what was looked for may stand on a further page. */
    boolean goesOn() {
        return body.flatMap(Json::asObject).flatMap(page -> page.text("next")).isPresent();
    }

    /** What the API says is wrong, by its own codes alone: its sentences could repeat what was sent. */
    String told() {
        String words = String.join(", ", words());
        return "HTTP " + status + (words.isEmpty() ? "" : ' ' + words);
    }

    private List<String> words() {
        Optional<Json.Obj> fault = body.flatMap(Json::asObject);
        Stream<String> params = fault.stream()
                .flatMap(said -> said.list("invalidParams").stream())
                .flatMap(param -> param.asObject().stream())
                .map(param -> (word(param, "name") + ' ' + word(param, "code")).strip());
        return Stream.concat(fault.map(said -> word(said, "code")).stream(), params)
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(TOLD)
                .toList();
    }

    private static String word(Json.Obj object, String name) {
        return object.text(name).filter(text -> WORD.matcher(text).matches()).orElse("");
    }
}
