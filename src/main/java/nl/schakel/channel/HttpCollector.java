package nl.schakel.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one request up to its limit. Netty's own aggregator answers a request that is too large by itself, without
 * an OperationOutcome.
 */
final class HttpCollector extends SimpleChannelInboundHandler<HttpObject> {
    private final int limit;
    private @Nullable HttpRequest head;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private boolean broken;

    HttpCollector(int limit) {
        this.limit = limit;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (broken) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            breakOff(context, unreadable(part.decoderResult().cause()));
        } else if (part instanceof HttpRequest request) {
            begin(context, request);
        } else if (part instanceof HttpContent content && head != null) {
            add(context, head, content);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        head = request;
        Optional<Problem> fault =
                HttpUtil.getContentLength(request, 0L) > limit ? Optional.of(tooLarge()) : HttpHead.fault(request);
        if (fault.isPresent()) {
            breakOff(context, fault.get());
            return;
        }
        body = new ByteArrayOutputStream((int) HttpUtil.getContentLength(request, 0L));
        if (HttpUtil.is100ContinueExpected(request)) {
            var unused = context.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void add(ChannelHandlerContext context, HttpRequest request, HttpContent content) {
        ByteBuf bytes = content.content();
        if (body.size() + bytes.readableBytes() > limit) {
            breakOff(context, tooLarge());
            return;
        }
        byte[] part = new byte[bytes.readableBytes()];
        bytes.readBytes(part);
        body.writeBytes(part);
        if (content instanceof LastHttpContent) {
            head = null;
            context.fireChannelRead(new Asked.Request(
                    request.method().name(),
                    request.uri(),
                    request.headers(),
                    body.toByteArray(),
                    HttpUtil.isKeepAlive(request)));
        }
    }

    private void breakOff(ChannelHandlerContext context, Problem problem) {
        String uri = head == null ? "" : head.uri();
        broken = true;
        head = null;
        body = new ByteArrayOutputStream(0);
        context.fireChannelRead(new Asked.Broken(problem, uri));
    }

    private Problem tooLarge() {
        return Problem.of(ProblemCode.TOO_LARGE).expected("at most " + limit + " bytes");
    }

    private static Problem unreadable(Throwable cause) {
        return cause instanceof TooLongFrameException
                ? Problem.at(ProblemCode.LIMIT_EXCEEDED, "HTTP header")
                : Problem.at(ProblemCode.SYNTAX_BROKEN, "HTTP request");
    }
}
