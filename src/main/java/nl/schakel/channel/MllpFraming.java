package nl.schakel.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Cuts a stream into MLLP frames: VT, message, FS, CR and nothing in between (HL7 MLLP release 1). Every byte is looked
 * at once, however it drips in. After a broken frame the rest of the stream is thrown away.
 */
final class MllpFraming extends ByteToMessageDecoder {
    static final byte VT = 0x0b;
    static final byte FS = 0x1c;
    static final byte CR = 0x0d;

    private final int limit;
    private int scanned;
    private boolean broken;
    private boolean partial;

    MllpFraming(int limit) {
        this.limit = limit;
    }

    /** Whether a frame has begun that has not ended. */
    boolean partial() {
        return partial;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else if (in.getByte(in.readerIndex()) != VT) {
            breakOff(in, out, problem(ProblemCode.FRAMING_BROKEN, "VT (0x0B) before every message"));
        } else {
            scan(in, out);
        }
    }

    private void scan(ByteBuf in, List<Object> out) {
        partial = true;
        int start = in.readerIndex() + 1;
        int from = start + scanned;
        int end = in.forEachByte(from, in.writerIndex() - from, b -> b != VT && b != FS);
        int length = (end < 0 ? in.writerIndex() : end) - start;
        if (length > limit) {
            breakOff(in, out, problem(ProblemCode.TOO_LARGE, "at most " + limit + " bytes"));
        } else if (end < 0 || (in.getByte(end) == FS && end + 1 == in.writerIndex())) {
            scanned = length;
        } else if (in.getByte(end) == FS && in.getByte(end + 1) == CR && length > 0) {
            cut(in, length, out);
        } else {
            breakOff(in, out, problem(ProblemCode.FRAMING_BROKEN, "FS CR (0x1C 0x0D) at the end, and nowhere else"));
        }
    }

    private void cut(ByteBuf in, int length, List<Object> out) {
        byte[] bytes = new byte[length];
        in.skipBytes(1).readBytes(bytes).skipBytes(2);
        scanned = 0;
        partial = false;
        out.add(new Framed.Whole(bytes));
    }

    private void breakOff(ByteBuf in, List<Object> out, Problem problem) {
        broken = true;
        partial = false;
        in.skipBytes(in.readableBytes());
        out.add(new Framed.Broken(problem));
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(context, in, out);
        }
        if (partial) {
            breakOff(in, out, problem(ProblemCode.FRAMING_BROKEN, "FS CR before the connection ends"));
        }
    }

    private static Problem problem(ProblemCode code, String expected) {
        return Problem.of(code).expected(expected);
    }
}
