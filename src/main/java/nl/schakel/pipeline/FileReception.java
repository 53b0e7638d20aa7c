package nl.schakel.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.identity.Sender;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.translate.csv.CsvReader;
import nl.schakel.translate.csv.CsvSplitter;
import nl.schakel.translate.form.FormReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a file into messages and hands each in at the reception; who sent it is asked once, for the whole file. */
final class FileReception implements FileDesk {
    private static final Logger LOG = LoggerFactory.getLogger(FileReception.class);
    private static final String TABLE = "text/csv";

    private final Doors doors;
    private final Doorkeeper doorkeeper;
    private final ActiveMappings mappings;
    private final Reception reception;
    private final Admission admission;

    FileReception(
            Doors doors, Doorkeeper doorkeeper, ActiveMappings mappings, Reception reception, Admission admission) {
        this.doors = doors;
        this.doorkeeper = doorkeeper;
        this.mappings = mappings;
        this.reception = reception;
        this.admission = admission;
    }

    @Override
    public Outcome receive(Inbound file, BooleanSupplier closing) {
        return answered(
                file,
                () -> admission
                        .refusal(file)
                        .<Outcome>map(Later::new)
                        .orElseGet(() -> file.mediaType().equals(TABLE) ? table(file, closing) : alone(file)));
    }

    private Outcome answered(Inbound file, Supplier<Outcome> taking) {
        try {
            return taking.get();
        } catch (JournalUnavailable unavailable) {
            return new Later(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE));
        } catch (RuntimeException defect) {
            LOG.error(
                    "defect door={} type={} at={}",
                    file.door(),
                    defect.getClass().getName(),
                    Defects.place(defect));
            return whole(file, new Received.Refused(Problem.of(ProblemCode.DEFECT), new byte[0]));
        }
    }

    private Outcome alone(Inbound file) {
        Received received = reception.receive(file);
        return later(received).<Outcome>map(Later::new).orElseGet(() -> whole(file, received));
    }

    private Outcome table(Inbound file, BooleanSupplier closing) {
        Step<Sender> sender = doors.name(file).then(named -> doorkeeper.identify(named.claims(file)));
        Optional<PartnerId> who = sender.fold(s -> Optional.of(s.partner().id()), problem -> Optional.empty());
        return sender.then(s -> parts(file, s).map(parts -> rows(file, s, parts, closing)))
                .fold(outcome -> outcome, problem -> turnedAway(file, who, problem));
    }

    private Outcome turnedAway(Inbound file, Optional<PartnerId> who, Problem problem) {
        Received refused = reception.turnAway(file, who, problem);
        return later(refused).<Outcome>map(Later::new).orElseGet(() -> whole(file, refused));
    }

    private Step<List<CsvSplitter.Part>> parts(Inbound file, Sender sender) {
        return doors.name(file)
                .then(named -> Reading.source(sender.partner(), file.door(), named, file.charset(), "", Instant.EPOCH))
                .then(source -> mappings.translator().rows(source, ContentId.of(file.bytes())))
                .then(parts -> parts.isEmpty()
                        ? Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "row 2")
                                .expected("a row below the header"))
                        : Step.next(parts));
    }

    private Outcome rows(Inbound file, Sender sender, List<CsvSplitter.Part> parts, BooleanSupplier closing) {
        List<FormReceipt.Line> lines = new ArrayList<>();
        int taken = 0;
        admission.rows(sender.partner().id(), parts.size());
        for (CsvSplitter.Part part : parts) {
            if (closing.getAsBoolean()) {
                return new Later(Problem.of(ProblemCode.BUSY));
            }
            Received received = row(file, sender, part);
            Optional<Problem> hindrance = later(received);
            if (hindrance.isPresent()) {
                return new Later(hindrance.get());
            }
            taken += received instanceof Received.Taken ? 1 : 0;
            lines.add(new FormReceipt.Line(OptionalInt.of(part.row()), received.answer()));
        }
        return settled(file, taken, lines);
    }

    private Received row(Inbound file, Sender sender, CsvSplitter.Part part) {
        return part instanceof CsvSplitter.Message message
                ? reception.receive(cut(file, message), sender)
                : reception.turnAway(file, Optional.of(sender.partner().id()), ((CsvSplitter.Refused) part).problem());
    }

    /** The seal stays with the file: it is over all rows and over no single one. */
    private static Inbound cut(Inbound file, CsvSplitter.Message row) {
        Map<String, String> headers = new HashMap<>(file.headers());
        headers.put(CsvReader.ROW, Integer.toString(row.row()));
        return new Inbound(
                file.door(),
                file.operation(),
                file.mediaType(),
                file.charset(),
                row.bytes(),
                file.remoteAddress(),
                file.certificates(),
                Seals.NONE,
                Optional.empty(),
                Map.copyOf(headers),
                file.owner());
    }

    /** A refusal that is about this moment and not about the message. */
    private static Optional<Problem> later(Received received) {
        if (!(received instanceof Received.Refused refused)) {
            return Optional.empty();
        }
        return switch (refused.problem().code()) {
            case JOURNAL_UNAVAILABLE, BUSY, RECEIVERS_BEHIND, IN_PROCESS, CERTIFICATE_STATUS_UNKNOWN ->
                Optional.of(refused.problem());
            default -> Optional.empty();
        };
    }

    @Override
    public Settled refuse(Inbound file, Problem problem) {
        return whole(file, new Received.Refused(problem, reception.refuse(file.door(), problem)));
    }

    private static Settled whole(Inbound file, Received received) {
        byte[] answer = received instanceof Received.Refused refused && refused.answer().length == 0
                ? FormReceipt.refused(refused.problem())
                : received.answer();
        return settled(
                file,
                received instanceof Received.Taken ? 1 : 0,
                List.of(new FormReceipt.Line(OptionalInt.empty(), answer)));
    }

    private static Settled settled(Inbound file, int taken, List<FormReceipt.Line> lines) {
        String id = ContentId.of(file.bytes());
        return new Settled(id, taken, lines.size() - taken, FormReceipt.json(id, lines), FormReceipt.csv(lines));
    }
}
