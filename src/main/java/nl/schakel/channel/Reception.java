package nl.schakel.channel;

import nl.schakel.journal.JournalUnavailable;
import nl.schakel.pipeline.FrontDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.ReadingDesk;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost door: whatever happens behind it, the peer gets an answer in its own language and nothing else. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final RouteEntry route;
    private final FrontDesk desk;

    Reception(RouteEntry route, FrontDesk desk) {
        this.route = route;
        this.desk = desk;
    }

    Received receive(Inbound inbound) {
        try {
            return route.walk(inbound, Received.class);
        } catch (Exception trouble) {
            Problem problem = problem(inbound.door(), trouble);
            return new Received.Refused(problem, refuse(inbound.door(), problem));
        }
    }

    ReadingDesk.Answer read(DeskCall.Read call) {
        try {
            return route.walk(call, ReadingDesk.Answer.class);
        } catch (Exception trouble) {
            Problem problem = problem(call.who().door(), trouble);
            return HttpAnswers.refused(problem, refuse(call.who().door(), problem), HttpLanguage.FHIR);
        }
    }

    byte[] refuse(String door, Problem problem) {
        try {
            return desk.refuse(door, problem);
        } catch (RuntimeException trouble) {
            report(door, trouble);
            return new byte[0];
        }
    }

    /** Unknown trouble is ours; an exception's text may quote a message, so that only its kind is logged. */
    private static Problem problem(String door, Exception trouble) {
        if (trouble instanceof JournalUnavailable) {
            LOG.warn("{} door={}", ProblemCode.JOURNAL_UNAVAILABLE.id(), door);
            return Problem.of(ProblemCode.JOURNAL_UNAVAILABLE);
        }
        report(door, trouble);
        return Problem.of(ProblemCode.DEFECT);
    }

    private static void report(String door, Exception trouble) {
        StackTraceElement[] trace = trouble.getStackTrace();
        LOG.error(
                "{} door={} {} at {}",
                ProblemCode.DEFECT.id(),
                door,
                trouble.getClass().getName(),
                trace.length == 0 ? "unknown" : trace[0]);
    }
}
