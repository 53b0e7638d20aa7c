package nl.schakel.channel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one HTTP/1.1 connection in their order. */
final class HttpConversation extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConversation.class);

    private final Reception reception;
    private final Executor workers;
    private final Duration wholeRequest;
    private @Nullable Turns turns;
    private @Nullable Patience patience;

    HttpConversation(Reception reception, Executor workers, Duration wholeRequest) {
        this.reception = reception;
        this.workers = workers;
        this.wholeRequest = wholeRequest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        turns = new Turns(context, workers, () -> {});
        patience = new Patience(context, wholeRequest, this::tooSlow);
    }

    /** Called for bytes of any kind, before it is known what they mean. */
    void bytesArrived() {
        if (turns().listens()) {
            patience().start();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        patience().stop();
        if (message instanceof Asked.Request request) {
            Peer peer = Peer.of(context);
            turns().take(() -> answer(request, peer));
        } else if (message instanceof Asked.Broken broken) {
            refuse(broken.problem(), HttpLanguage.of(broken.uri()));
        }
    }

    private Turns.Said answer(Asked.Request request, Peer peer) {
        try {
            Answer answer = HttpRequests.answer(request, peer, reception);
            return new Turns.Said(HttpAnswers.response(answer, request.keepAlive()), !request.keepAlive());
        } catch (IllegalArgumentException unsayable) {
            // A header value that HTTP cannot carry would split the answer in two.
            return refusal(Problem.of(ProblemCode.DEFECT), HttpLanguage.of(request.uri()));
        }
    }

    private void tooSlow() {
        refuse(
                Problem.of(ProblemCode.FRAMING_BROKEN)
                        .expected("the whole request within " + wholeRequest.toSeconds() + " s"),
                HttpLanguage.FHIR);
    }

    private void refuse(Problem problem, HttpLanguage language) {
        LOG.warn("{} door={}", problem.code().id(), language.door());
        turns().take(() -> refusal(problem, language));
    }

    private Turns.Said refusal(Problem problem, HttpLanguage language) {
        Answer answer = HttpAnswers.refused(problem, reception.refuse(language.door(), problem), language);
        Answer bare = new Answer(answer.status(), answer.mediaType(), answer.body(), Map.of());
        return new Turns.Said(HttpAnswers.response(bare, false), true);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && turns().listens()) {
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
        LOG.info("door=partner connection broken: {}", cause.getClass().getSimpleName());
        Turns.hangUp(context);
    }

    private Turns turns() {
        return Objects.requireNonNull(turns);
    }

    private Patience patience() {
        return Objects.requireNonNull(patience);
    }
}
