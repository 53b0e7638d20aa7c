package nl.schakel.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.FrontDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.ReadingDesk;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** A hall that writes down what it is handed; {@code habit} says how it answers. */
final class FakeDesk implements FrontDesk, ReadingDesk, FileDesk {
    final List<Inbound> received = new CopyOnWriteArrayList<>();
    final List<String> read = new CopyOnWriteArrayList<>();
    final List<Inbound> asked = new CopyOnWriteArrayList<>();
    final List<Inbound> files = new CopyOnWriteArrayList<>();
    volatile Function<Inbound, FileDesk.Outcome> fileHabit = FakeDesk::settled;
    volatile BiConsumer<Inbound, Problem> refusals = (file, problem) -> {};
    volatile Function<Inbound, Received> habit = FakeDesk::taken;

    static Received taken(Inbound inbound) {
        byte[] answer = inbound.door().equals("mllp")
                ? bytes("MSH|^~\\&|SCHAKEL\rMSA|AA|" + controlId(inbound.bytes()) + "\r")
                : bytes("{\"resourceType\":\"Bundle\"}");
        return new Received.Taken(
                Optional.of(new ReferralReference(2026, 1)), answer, "head..seal", false, Optional.empty());
    }

    static String controlId(byte[] message) {
        return HL7Control.ofMessage(message).id();
    }

    @Override
    public Received receive(Inbound inbound) {
        received.add(inbound);
        return habit.apply(inbound);
    }

    @Override
    public byte[] refuse(String door, Problem problem) {
        return bytes(
                door.equals("mllp")
                        ? "MSH|^~\\&|SCHAKEL\rMSA|AR|\rERR|" + problem.code().id() + "\r"
                        : "{\"resourceType\":\"OperationOutcome\",\"id\":\""
                                + problem.code().id() + "\"}");
    }

    @Override
    public Answer read(String path, Inbound who) {
        read.add(path);
        asked.add(who);
        return new Answer(
                200,
                "application/fhir+json",
                bytes("{\"resourceType\":\"Task\"}"),
                Map.of("ETag", "W/\"1\"", "cAmElSecret", "x"));
    }

    @Override
    public FileDesk.Outcome receive(Inbound file, BooleanSupplier closing) {
        files.add(file);
        return fileHabit.apply(file);
    }

    @Override
    public FileDesk.Settled refuse(Inbound file, Problem problem) {
        refusals.accept(file, problem);
        return refused(file, problem);
    }

    static FileDesk.Settled settled(Inbound file) {
        return new FileDesk.Settled(id(file), 1, 0, bytes("{\"aangenomen\":1}"), bytes("rij\r\n"));
    }

    static FileDesk.Settled refused(Inbound file, Problem problem) {
        byte[] receipt = bytes("{\"code\":\"" + problem.code().id() + "\"}");
        return new FileDesk.Settled(id(file), 0, 1, receipt, receipt);
    }

    private static String id(Inbound file) {
        return Integer.toHexString(Arrays.hashCode(file.bytes()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
