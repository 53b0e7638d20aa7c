package nl.schakel.dialogue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.dialogue.CaseSystem.Resource;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.translate.json.StrictJson;

/**
 * A referral, or a status word, into a municipality's case system. The message says what must be there: {@code zaak} or
 * {@code bijZaak} (a case that is there already), {@code status}, {@code rol}, {@code document}. Each is looked for before it
 * is made, so that a delivery that was broken off goes on where it stopped and makes nothing twice.
 */
public final class CaseDialogue implements Dialogue {
    private static final Pattern ID = Pattern.compile("(?:^|/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$");

    private final CaseSystem system;
    private final Deque<Supplier<CaseThing>> toDo = new ArrayDeque<>();
    private final Map<Resource, String> addresses = new EnumMap<>(Resource.class);
    private final Set<Resource> made = EnumSet.noneOf(Resource.class);
    private Optional<String> known = Optional.empty();
    private Optional<CaseThing> doing = Optional.empty();
    private Optional<Sent> over = Optional.empty();
    private boolean making;
    private boolean lookedAgain;

    private CaseDialogue(CaseSystem system) {
        this.system = system;
    }

    /** About this message, which {@code zgw/1.5/overdracht} or {@code zgw/1.5/status} wrote. */
    public static CaseDialogue about(Outgoing outgoing, CaseSystem system) {
        CaseDialogue dialogue = new CaseDialogue(system);
        StrictJson.readObject(outgoing.bytes()).fold(dialogue::plan, problem -> dialogue.end(refused(problem)));
        return dialogue;
    }

    private Dialogue plan(Json.Obj message) {
        Optional<Json.Obj> fresh = message.object("zaak");
        Optional<Json.Obj> named = fresh.or(() -> message.object("bijZaak"));
        if (named.filter(zaak -> zaak.text("identificatie").isPresent()).isEmpty()) {
            return end(refused(Problem.at(ProblemCode.REQUIRED_MISSING, "zaak.identificatie")));
        }
        known = message.object("bijZaak")
                .flatMap(zaak -> zaak.text("url"))
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
        toDo.add(() -> CaseThing.zaak(named.get(), fresh.isPresent()));
        message.object("status")
                .ifPresent(status -> toDo.add(() -> fresh.isPresent()
                        ? CaseThing.firstStatus(status, at(Resource.CASE))
                        : CaseThing.status(status, at(Resource.CASE))));
        message.object("rol")
                .filter(role -> role.object("betrokkeneIdentificatie").isPresent())
                .ifPresent(role -> toDo.add(() -> CaseThing.role(role, at(Resource.CASE))));
        message.object("document").ifPresent(document -> {
            toDo.add(() -> CaseThing.document(document));
            toDo.add(() -> CaseThing.link(at(Resource.CASE), at(Resource.DOCUMENT)));
        });
        return this;
    }

    @Override
    public Turn next() {
        if (over.isEmpty() && doing.isEmpty()) {
            begin();
        }
        return over.<Turn>map(Turn.Over::new).orElseGet(this::call);
    }

    private void begin() {
        Supplier<CaseThing> following = toDo.poll();
        if (following == null) {
            end(new Sent.Delivered(evidence()));
            return;
        }
        CaseThing thing = following.get();
        doing = Optional.of(thing);
        making = thing.inside().stream().anyMatch(made::contains);
        lookedAgain = false;
    }

    private Turn call() {
        CaseThing thing = doing.orElseThrow();
        if (making) {
            return system.make(thing.resource(), thing.body().orElseThrow());
        }
        return thing.resource() == Resource.CASE && known.isPresent()
                ? system.read(Resource.CASE, known.get())
                : system.look(thing.resource(), thing.filter());
    }

    @Override
    public void heard(int status, byte[] body) {
        CaseThing thing = doing.orElseThrow();
        CaseAnswer answer = CaseAnswer.of(status, body);
        if (answer.isLater()) {
            boolean doubtful = making && status != 429 && status != 503;
            end(later(answer.told(), doubtful));
        } else if (making) {
            hasMade(thing, answer);
        } else if (!answer.isGood()) {
            end(refused(at(thing, "GET").seen(answer.told())));
        } else if (thing.resource() == Resource.CASE && known.isPresent()) {
            adopt(thing, answer.address(), "HTTP " + status + ", no case");
        } else {
            hasLooked(thing, answer);
        }
    }

    private void hasLooked(CaseThing thing, CaseAnswer answer) {
        Optional<List<Json.Obj>> things = answer.things();
        if (things.isEmpty()) {
            // Making it now would rest on an answer that was not understood.
            end(later("HTTP " + answer.status() + ", no list", false));
            return;
        }
        List<Json.Obj> same = things.get().stream().filter(thing.same()).toList();
        boolean foreign = thing.resource() == Resource.CASE && !same.stream().allMatch(CaseThing::isOurs);
        boolean numbered = !thing.filter().containsKey("zaak");
        if ((numbered && same.size() > 1) || foreign) {
            end(refused(at(thing, "GET").seen(same.size() + " with this number").expected("one, and ours")));
        } else if (!same.isEmpty()) {
            adopt(thing, CaseAnswer.address(same.get(0)), "no address");
        } else if (answer.goesOn() || thing.body().isEmpty()) {
            end(refused(at(thing, "GET")
                    .seen(answer.goesOn() ? "more than one page" : "none with this number")
                    .expected("one")));
        } else if (lookedAgain) {
            end(refused(at(thing, "POST").seen("taken, and not to be found")));
        } else {
            making = true;
        }
    }

    private void hasMade(CaseThing thing, CaseAnswer answer) {
        if (answer.isGood()) {
            made.add(thing.resource());
            adopt(thing, answer.address(), "HTTP " + answer.status() + ", no address");
        } else if (answer.isTaken() && !lookedAgain) {
            lookedAgain = true;
            making = false;
        } else {
            end(refused(at(thing, "POST").seen(answer.told())));
        }
    }

    private void adopt(CaseThing thing, Optional<String> address, String otherwise) {
        if (address.isEmpty()) {
            end(later(otherwise, making));
            return;
        }
        addresses.put(thing.resource(), address.get());
        doing = Optional.empty();
    }

    /** A call that never left changes nothing; but what was made before it is there. */
    @Override
    public Sent broken(Sent call) {
        return call instanceof Sent.NotDelivered not && !made.isEmpty() ? new Sent.Unknown(not.problem()) : call;
    }

    private Sent later(String seen, boolean doubtful) {
        CaseThing thing = doing.orElseThrow();
        Problem problem = Problem.at(
                        ProblemCode.PARTNER_UNREACHABLE,
                        (making ? "POST " : "GET ") + thing.resource().path())
                .seen(seen);
        return doubtful || !made.isEmpty() ? new Sent.Unknown(problem) : new Sent.NotDelivered(problem);
    }

    private static Problem at(CaseThing thing, String method) {
        return Problem.at(
                ProblemCode.PARTNER_REFUSED, method + ' ' + thing.resource().path());
    }

    private static Sent refused(Problem problem) {
        return new Sent.Refused(problem, new byte[0]);
    }

    private Dialogue end(Sent sent) {
        over = Optional.of(sent);
        return this;
    }

    private String at(Resource resource) {
        return Optional.ofNullable(addresses.get(resource)).orElseThrow();
    }

    /** Where it is now: addresses in the partner's own system, and no person. */
    private byte[] evidence() {
        Json.Obj told = Json.object();
        for (Map.Entry<Resource, String> address : addresses.entrySet()) {
            told = told.with(address.getKey().path(), address.getValue());
        }
        return told.utf8();
    }
}
