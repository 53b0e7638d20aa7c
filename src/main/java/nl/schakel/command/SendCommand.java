package nl.schakel.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.Doors;
import nl.schakel.demo.DropVoice;
import nl.schakel.demo.MllpLine;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a file the way a demo partner would. */
@Command(
        name = "send",
        description = "Sends a file the way that partner would: its channel, its certificate, its seal.",
        footer = "Example: schakel send referral.hl7 --as ggz-noord")
final class SendCommand implements Callable<Integer> {
    private static final String FHIR = "application/fhir+json";
    private static final String JSON = "application/json";
    /** Longer than the gateway waits to see that a file is whole, and than a table of some thousand rows takes. */
    private static final Duration RECEIPT = Duration.ofSeconds(45);

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(
            paramLabel = "FILE",
            description = "HL7 v2, FHIR (JSON), iWmo or StUF-GGk (XML), a DDAS delivery or a ZGW notification (JSON);"
                    + " forms as CSV, JSON or e-mail from partners with a folder.")
    private Path file = Path.of("");

    @Option(names = "--as", required = true, paramLabel = "PARTNER", description = "The partner id, such as ggz-noord.")
    private String partner = "";

    @Option(names = "--plain", description = "MLLP without TLS.")
    private boolean plain;

    private final Console console;

    SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!PartnerId.isWellFormed(partner)) {
            return console.fail(Exit.USAGE, "'" + partner + "' is no partner id, such as ggz-noord.");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return console.fail(Exit.USAGE, "There is no readable file " + file + ".");
        }
        boolean drops = DropVoice.isUsedBy(new PartnerId(partner));
        Optional<Letter> letter = drops ? Optional.empty() : Letter.of(Files.readAllBytes(file));
        if (letter.isEmpty() && !drops) {
            return console.fail(
                    Exit.USAGE,
                    file + " is none of: HL7 v2; a FHIR Bundle, Task or Consent in JSON; iWmo, StUF-GGk or SOAP;"
                            + " a DDAS delivery; a ZGW notification.");
        }
        if (!drops) {
            return new AsPartner(asked.home(), console).speak(partner, voice -> send(letter.orElseThrow(), voice));
        }
        return Doors.read(asked.home()).isPresent()
                ? drop()
                : console.fail(Exit.UNREACHABLE, AsPartner.nothingRuns(asked.home()));
    }

    /** As a partner with a folder: the file goes into it, and the receipt comes out of the other. */
    private int drop() throws IOException {
        Step<DropVoice> voice = DropVoice.of(asked.home(), new PartnerId(partner));
        if (!(voice instanceof Step.Next<DropVoice> next)) {
            return voice.fold(never -> Exit.OK, problem -> console.fail(Exit.USAGE, problem.sentence()));
        }
        String name = file.getFileName().toString();
        Optional<byte[]> receipt =
                next.value().send(name.substring(name.lastIndexOf('.') + 1), Files.readAllBytes(file), RECEIPT);
        return receipt.isPresent()
                ? print(Verdict.ofFile(receipt.get()))
                : console.fail(Exit.UNREACHABLE, "No receipt came within " + RECEIPT.toSeconds() + " s.");
    }

    private int send(Letter letter, PartnerVoice voice) throws IOException {
        try {
            return print(answer(letter, voice));
        } catch (ConnectException | HttpTimeoutException silent) {
            throw new Unreachable("the doors of " + asked.home(), silent);
        }
    }

    private Verdict answer(Letter letter, PartnerVoice voice) throws IOException {
        return switch (letter.kind()) {
            case HL7 -> overMllp(letter, voice);
            case MESSAGE -> Verdict.ofFhir(voice.sendMessage(letter.bytes()));
            case BUNDLE -> Verdict.ofFhir(voice.post("/fhir", FHIR, letter.bytes()));
            case REQUEST -> Verdict.ofFhir(voice.post("/fhir/Task", FHIR, letter.bytes()));
            case CONSENT -> Verdict.ofFhir(voice.post("/fhir/Consent", FHIR, letter.bytes()));
            case TASK -> changeTask(letter, voice);
            case SOAP -> Verdict.ofSoap(voice.sendSoap(letter.bytes()));
            case STUF -> Verdict.ofSoap(voice.sendStuf(letter.bytes()));
            case IWMO -> Verdict.ofSoap(voice.sendIwmo(letter.bytes()));
            case DDAS -> Verdict.ofJson(voice.post("/in/ddas", JSON, letter.bytes()));
            case NOTIFICATION -> Verdict.ofJson(voice.post("/in/notificaties", JSON, letter.bytes()));
        };
    }

    private Verdict overMllp(Letter letter, PartnerVoice voice) throws IOException {
        try (MllpLine line = voice.mllp(plain)) {
            return Verdict.ofHl7(line.exchange(letter.bytes()));
        }
    }

    private static Verdict changeTask(Letter letter, PartnerVoice voice) throws IOException {
        PartnerVoice.Answer read = voice.readTask(letter.taskId());
        if (!read.isGood() || read.etag().isEmpty()) {
            return Verdict.ofFhir(read);
        }
        return Verdict.ofFhir(voice.changeTask(letter.taskId(), read.etag().get(), letter.bytes()));
    }

    private int print(Verdict verdict) {
        if (asked.json()) {
            console.line(Asked.json(verdict.facts()));
        } else {
            verdict.readable().forEach((name, value) -> console.line(String.format("%-10s %s", name, value)));
        }
        return verdict.exit();
    }
}
