package nl.schakel.translate.json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * What a FHIR message must not hold, whatever a mapping reads of it: a modifier, since nobody may go on who does not
 * understand it (FHIR R4, extensibility, "modifier extensions"); a Bundle within; a client hidden in another resource; and
 * in a Bundle what would make two readers see two messages (its invariants bdl-3 and bdl-7).
 */
final class FhirContents {
    private static final Set<String> MODIFIERS = Set.of("modifierExtension", "implicitRules");
    private static final Set<String> WITHOUT_REQUESTS = Set.of("message", "document");
    /** Of these a message has one. */
    private static final Set<String> ALONE = Set.of("MessageHeader", "Task");
    /** Members that say whom a resource is about. */
    private static final List<String> ABOUT = List.of("for", "subject", "patient");

    /** One value of several kinds (FHIR R4 section 2.4.5.2). */
    private static final Pattern CHOICE =
            Pattern.compile("(value|effective|onset|abatement|deceased|performed|occurrence|multipleBirth)[A-Z].*");

    private static final String TASK = "Task";
    private static final String PATIENT = "Patient";
    private static final String BUNDLE = "Bundle";

    private FhirContents() {}

    static Step<Json.Obj> sound(Json.Obj resource) {
        return members(resource, "", 0)
                .or(() -> isOf(resource, BUNDLE) ? entries(resource) : Optional.empty())
                .or(() -> isOf(resource, TASK) ? client(resource) : Optional.empty())
                .<Step<Json.Obj>>map(Step::stopped)
                .orElseGet(() -> Step.next(resource));
    }

    private static boolean isOf(Json.Obj resource, String type) {
        return resource.text("resourceType").filter(type::equals).isPresent();
    }

    /** @param around how many resources stand around these members, the message itself not counted */
    private static Optional<Problem> members(Json.Obj object, String path, int around) {
        Set<String> chosen = new HashSet<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String place = path.isEmpty() ? member.getKey() : path + '.' + member.getKey();
            Matcher choice = CHOICE.matcher(member.getKey());
            if (choice.matches() && !chosen.add(choice.group(1))) {
                return Optional.of(
                        invalid(place, "a second value", "one of the kinds that " + choice.group(1) + " may have"));
            }
            Optional<Problem> fault = MODIFIERS.contains(member.getKey())
                    ? Optional.of(Problem.at(ProblemCode.SAFETY_NOT_UNDERSTOOD, place)
                            .seen("a modifier")
                            .expected("none"))
                    : within(member.getValue(), place, around);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> within(Json value, String path, int around) {
        if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.elements().size(); i++) {
                Optional<Problem> fault = within(array.elements().get(i), path + '[' + i + ']', around);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        }
        if (!(value instanceof Json.Obj object)) {
            return Optional.empty();
        }
        boolean resource = object.get("resourceType").isPresent();
        Optional<Problem> hidden = resource ? hidden(object, path, around) : Optional.empty();
        return hidden.isPresent() ? hidden : members(object, path, resource ? around + 1 : around);
    }

    /** A client stands in an entry of a Bundle, or is contained in the one resource that is the message. */
    private static Optional<Problem> hidden(Json.Obj resource, String path, int around) {
        if (isOf(resource, BUNDLE)) {
            return Optional.of(invalid(path, "a Bundle", "no Bundle within"));
        }
        return isOf(resource, PATIENT) && around > 0
                ? Optional.of(Problem.at(ProblemCode.ONE_CLIENT_ONLY, path)
                        .seen("a client within another resource")
                        .expected("one client"))
                : Optional.empty();
    }

    /** An answer is about the client of the referral that it answers, and brings none. */
    private static Optional<Problem> client(Json.Obj task) {
        List<Json> contained = task.list("contained");
        return IntStream.range(0, contained.size())
                .filter(i -> FhirKind.asked(task).isEmpty()
                        && contained
                                .get(i)
                                .asObject()
                                .filter(one -> isOf(one, PATIENT))
                                .isPresent())
                .mapToObj(i -> Problem.at(ProblemCode.ONE_CLIENT_ONLY, "contained[" + i + "]")
                        .seen("a client in an answer")
                        .expected("the client of the referral that it answers"))
                .findFirst();
    }

    private static Optional<Problem> entries(Json.Obj bundle) {
        String type = bundle.text("type").orElse("");
        List<Json> entries = bundle.list("entry");
        Set<String> names = new HashSet<>();
        Set<String> types = new HashSet<>();
        Set<String> clients = clients(entries);
        for (int i = 0; i < entries.size(); i++) {
            Json.Obj entry = entries.get(i).asObject().orElseGet(Json::object);
            String place = "entry[" + i + "]";
            if (entry.text("fullUrl").filter(name -> !names.add(name)).isPresent()) {
                return Optional.of(invalid(place + ".fullUrl", "one that stood before", "each fullUrl once"));
            }
            if (WITHOUT_REQUESTS.contains(type)
                    && (entry.get("request").isPresent()
                            || entry.get("response").isPresent())) {
                return Optional.of(invalid(place, "a request of a transaction", "none in a " + type));
            }
            Json.Obj resource = entry.object("resource").orElseGet(Json::object);
            Optional<String> alone = resource.text("resourceType").filter(ALONE::contains);
            if (type.equals("message") && alone.filter(one -> !types.add(one)).isPresent()) {
                return Optional.of(invalid(place + ".resource", "another " + alone.get(), "one in a message"));
            }
            Optional<Problem> stranger = about(resource, place + ".resource", clients);
            if (stranger.isPresent()) {
                return stranger;
            }
        }
        return Optional.empty();
    }

    /** By which references the clients of a Bundle are meant. */
    private static Set<String> clients(List<Json> entries) {
        Set<String> names = new HashSet<>();
        for (Json one : entries) {
            Json.Obj entry = one.asObject().orElseGet(Json::object);
            entry.object("resource").filter(resource -> isOf(resource, PATIENT)).ifPresent(client -> {
                entry.text("fullUrl").ifPresent(names::add);
                client.text("id").ifPresent(id -> names.add(PATIENT + '/' + id));
            });
        }
        return names;
    }

    /** What is said of somebody else must not become something about the client of this message. */
    private static Optional<Problem> about(Json.Obj resource, String place, Set<String> clients) {
        return ABOUT.stream()
                .filter(member -> resource.object(member)
                        .flatMap(whom -> whom.text("reference"))
                        .filter(reference -> !clients.isEmpty() && !means(reference, clients))
                        .isPresent())
                .findFirst()
                .map(member -> Problem.at(ProblemCode.ONE_CLIENT_ONLY, place + '.' + member)
                        .seen("a reference that does not lead to the client")
                        .expected("the client of this message"));
    }

    /** Also relative to where the Bundle's resources live, and with the version that was seen. */
    private static boolean means(String reference, Set<String> clients) {
        String bare = reference.replaceFirst("/_history/[A-Za-z0-9.-]{1,64}$", "");
        return clients.contains(bare) || clients.stream().anyMatch(client -> client.endsWith('/' + bare));
    }

    private static Problem invalid(String place, String seen, String expected) {
        return Problem.at(ProblemCode.VALUE_INVALID, place).seen(seen).expected(expected);
    }
}
