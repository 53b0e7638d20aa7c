package nl.schakel.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the frames of one MLLP connection, each with one acknowledgement, in their order. */
final class MllpConversation extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(MllpConversation.class);
    private static final String DOOR = "mllp";

    private final MllpFraming framing;
    private final Reception reception;
    private final Executor workers;
    private final Duration wholeFrame;
    private @Nullable Turns turns;
    private @Nullable Patience patience;

    MllpConversation(MllpFraming framing, Reception reception, Executor workers, Duration wholeFrame) {
        this.framing = framing;
        this.reception = reception;
        this.workers = workers;
        this.wholeFrame = wholeFrame;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        turns = new Turns(context, workers, this::watch);
        patience = new Patience(context, wholeFrame, this::tooSlow);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        patience().stop();
        if (message instanceof Framed.Whole frame) {
            Inbound inbound = inbound(frame.bytes(), Peer.of(context));
            long arrived = System.nanoTime();
            turns().take(() -> answer(inbound, arrived));
        } else if (message instanceof Framed.Broken broken) {
            refuse(broken.problem());
        }
    }

    /**
     * Who may not send more now waits for its answer, as long as interface engines do: many of them take {@code AE} for the end
     * of a message. Only a longer wait is an answer of its own.
     */
    private Turns.Said answer(Inbound inbound, long arrived) {
        Received received = reception.receive(inbound);
        return received instanceof Received.Refused refused
                ? refused.problem()
                        .again()
                        .filter(wait ->
                                System.nanoTime() - arrived + wait.toNanos() <= DoorLimits.HELD_ANSWER.toNanos())
                        .map(Turns.Said::after)
                        .orElseGet(() -> said(received))
                : said(received);
    }

    private static Turns.Said said(Received received) {
        return new Turns.Said(framed(received.answer()), false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        watch();
    }

    private void watch() {
        if (framing.partial() && turns().listens()) {
            patience().start();
        } else {
            patience().stop();
        }
    }

    private void tooSlow() {
        refuse(Problem.of(ProblemCode.FRAMING_BROKEN)
                .expected("the whole frame within " + wholeFrame.toSeconds() + " s"));
    }

    private void refuse(Problem problem) {
        LOG.warn("{} door={}", problem.code().id(), DOOR);
        turns().take(() -> new Turns.Said(framed(reception.refuse(DOOR, problem)), true));
    }

    private static Inbound inbound(byte[] bytes, Peer peer) {
        return new Inbound(
                DOOR,
                "",
                "x-application/hl7-v2+er7",
                Optional.empty(),
                bytes,
                peer.address(),
                peer.certificates(),
                Seals.NONE,
                Optional.empty(),
                Map.of());
    }

    static ByteBuf framed(byte[] bytes) {
        return Unpooled.wrappedBuffer(new byte[] {MllpFraming.VT}, bytes, new byte[] {MllpFraming.FS, MllpFraming.CR});
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            turns().peerDone();
        } else if (event instanceof IdleStateEvent && turns().listens()) {
            Turns.hangUp(context);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        patience().stop();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.info("door={} connection broken: {}", DOOR, cause.getClass().getSimpleName());
        Turns.hangUp(context);
    }

    private Turns turns() {
        return Objects.requireNonNull(turns);
    }

    private Patience patience() {
        return Objects.requireNonNull(patience);
    }
}
