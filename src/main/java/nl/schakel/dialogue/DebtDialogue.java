package nl.schakel.dialogue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.translate.xml.SoapContent;
import nl.schakel.translate.xml.SoapEnvelope;

/**
 * An application for debt relief to an Allegro-style service: a session by {@code AllegroWebLogin}, then
 * {@code Aanvraag2SR} under it. A session that is over is opened anew once. The service cannot be asked whether it has an
 * application, so that the application itself is never repeated after an answer that was not understood.
 */
public final class DebtDialogue implements Dialogue {
    /** Namespace of the public descriptions of the interface. */
    public static final String NAMESPACE = "http://tempuri.org/";

    private static final String LOGIN = "LoginService___AllegroWebLogin";
    private static final String REQUEST = "SchuldHulpService___Aanvraag2SR";
    private static final String XML = "text/xml; charset=utf-8";

    private final Outgoing outgoing;
    private final String path;
    private final DebtSession session;
    private Optional<String> under = Optional.empty();
    private Optional<Sent> over = Optional.empty();
    private boolean renewed;

    private DebtDialogue(Outgoing outgoing, String path, DebtSession session) {
        this.outgoing = outgoing;
        this.path = path;
        this.session = session;
        this.under = session.id();
    }

    /** About this application, which {@code allegro/1.0/aanvraag2sr} wrote. */
    public static DebtDialogue about(Outgoing outgoing, String path, DebtSession session) {
        return new DebtDialogue(outgoing, path, session);
    }

    @Override
    public Turn next() {
        if (over.isPresent()) {
            return new Turn.Over(over.get());
        }
        return under.map(this::request).orElseGet(this::login);
    }

    private Turn login() {
        Json.Obj asked = Json.object().with("aUsername", session.user()).with("aPassword", session.password());
        return call("LoginService", LOGIN, SoapEnvelope.around(SoapEnvelope.element(NAMESPACE, LOGIN, asked)));
    }

    private Turn request(String id) {
        byte[] header = SoapEnvelope.element(
                NAMESPACE, "ROClientIDHeader", Json.object().with("ID", id));
        return call("SchuldHulpService", REQUEST, SoapEnvelope.around(header, outgoing.bytes()));
    }

    private Turn.Call call(String service, String operation, byte[] envelope) {
        String action = "\"urn:" + service + '#' + operation + '"';
        return new Turn.Call(
                "POST", path, "service=" + service, Map.of("Accept", "text/xml", "SOAPAction", action), XML, envelope);
    }

    @Override
    public void heard(int status, byte[] body) {
        Optional<SoapContent> answer = SoapContent.read(body).fold(Optional::of, problem -> Optional.empty());
        if (under.isEmpty()) {
            login(status, answer);
        } else {
            request(status, body, answer);
        }
    }

    private void login(int status, Optional<SoapContent> answer) {
        Optional<String> id = answer.flatMap(said -> value(said, "SessionID")).filter(text -> text.length() <= 200);
        boolean yes = answer.filter(said -> said.name().equals(LOGIN + "Response") && isTrue(said))
                .isPresent();
        if (yes && id.isPresent()) {
            session.opened(id.get());
            under = id;
            return;
        }
        boolean no = answer.filter(said -> value(said, "Result")
                                .filter("false"::equalsIgnoreCase)
                                .isPresent())
                        .isPresent()
                || isRefusal(status);
        Problem problem = Problem.at(no ? ProblemCode.PARTNER_REFUSED : ProblemCode.PARTNER_UNREACHABLE, LOGIN)
                .seen(seen(status, answer));
        // Nothing about anybody was said yet.
        over = Optional.of(no ? new Sent.Refused(problem, new byte[0]) : new Sent.NotDelivered(problem));
    }

    private void request(int status, byte[] body, Optional<SoapContent> answer) {
        if (answer.filter(DebtDialogue::saysThatTheSessionIsOver).isPresent() && !renewed) {
            session.over(under.orElseThrow());
            under = Optional.empty();
            renewed = true;
            return;
        }
        over = Optional.of(meaning(status, body, answer));
    }

    private Sent meaning(int status, byte[] body, Optional<SoapContent> answer) {
        Problem refused = Problem.at(ProblemCode.PARTNER_REFUSED, place(answer)).seen(seen(status, answer));
        if (answer.isEmpty()) {
            return status == 429 || status == 503
                    ? new Sent.NotDelivered(
                            Problem.at(ProblemCode.PARTNER_UNREACHABLE, REQUEST).seen("HTTP " + status))
                    : isRefusal(status) ? new Sent.Refused(refused, body) : unknown(status, answer);
        }
        SoapContent said = answer.get();
        if (said.name().equals("Fault")) {
            boolean client = code(said).endsWith("Client");
            return client ? new Sent.Refused(refused, body) : unknown(status, answer);
        }
        if (!said.name().equals(REQUEST + "Response") || value(said, "Result").isEmpty()) {
            return unknown(status, answer);
        }
        return isTrue(said) ? new Sent.Delivered(number(said)) : new Sent.Refused(refused, body);
    }

    /** The number is all that is kept of a yes: the words beside it are free text. */
    private static byte[] number(SoapContent said) {
        Json.Obj told = Json.object().with("operation", "Aanvraag2SR");
        return value(said, "ExtraInfo")
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .map(number -> told.with("number", number))
                .orElse(told)
                .utf8();
    }

    private static Sent unknown(int status, Optional<SoapContent> answer) {
        return new Sent.Unknown(
                Problem.at(ProblemCode.OUTCOME_UNKNOWN, place(answer)).seen(seen(status, answer)));
    }

    private static String place(Optional<SoapContent> answer) {
        return REQUEST
                + answer.filter(said -> said.name().equals("Fault"))
                        .map(fault -> "/Fault")
                        .orElse("");
    }

    /** Codes and numbers alone: the words of a fault could repeat what was sent. */
    private static String seen(int status, Optional<SoapContent> answer) {
        if (answer.isEmpty()) {
            return "HTTP " + status + ", no SOAP";
        }
        SoapContent said = answer.get();
        String number = value(said, "ExtraInfo")
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .orElse("no number");
        return said.name().equals("Fault") ? code(said) : "Result " + isTrue(said) + ", " + number;
    }

    private static boolean saysThatTheSessionIsOver(SoapContent said) {
        String words = said.first("", "faultstring").orElse("").toLowerCase(Locale.ROOT);
        return said.name().equals("Fault") && (words.contains("session") || words.contains("sessie"));
    }

    private static String code(SoapContent fault) {
        return fault.first("", "faultcode")
                .filter(code -> code.matches("[A-Za-z0-9.:_-]{1,40}"))
                .orElse("no code");
    }

    private static boolean isTrue(SoapContent said) {
        return value(said, "Result").filter("true"::equalsIgnoreCase).isPresent();
    }

    private static Optional<String> value(SoapContent said, String name) {
        return said.first(NAMESPACE, name);
    }

    private static boolean isRefusal(int status) {
        return status / 100 == 3 || (status / 100 == 4 && status != 408 && status != 425 && status != 429);
    }

    /** A login that ended without an answer has told nothing and changes nothing. */
    @Override
    public Sent broken(Sent call) {
        return under.isEmpty() && call instanceof Sent.Unknown unknown
                ? new Sent.NotDelivered(unknown.problem())
                : call;
    }
}
