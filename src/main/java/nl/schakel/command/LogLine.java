package nl.schakel.command;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One event as one line of JSON. What came from outside can neither start a line of its own nor name a person: of a
 * library's event only the fixed text is written, without its arguments, and of an exception that is not ours only its
 * kind and where it came from.
 */
public final class LogLine extends EncoderBase<ILoggingEvent> {
    private static final String OURS = "nl.schakel.";
    private static final int FRAMES = 12;

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256).append('{');
        member(line, "at", event.getInstant().toString());
        member(line, "level", event.getLevel().toString());
        member(line, "logger", event.getLoggerName());
        member(line, "message", message(event));
        if (event.getThrowableProxy() != null) {
            member(line, "cause", cause(event.getThrowableProxy()));
        }
        line.setCharAt(line.length() - 1, '}');
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static String message(ILoggingEvent event) {
        String text = event.getLoggerName().startsWith(OURS) ? event.getFormattedMessage() : event.getMessage();
        return text == null ? "" : text;
    }

    private static String cause(IThrowableProxy thrown) {
        String said =
                thrown.getClassName().startsWith(OURS) && thrown.getMessage() != null ? ": " + thrown.getMessage() : "";
        String frames = Stream.of(thrown.getStackTraceElementProxyArray())
                .limit(FRAMES)
                .map(frame -> frame.getStackTraceElement().toString())
                .collect(Collectors.joining(" < "));
        String here = thrown.getClassName() + said + " at " + frames;
        return thrown.getCause() == null ? here : here + " caused by " + cause(thrown.getCause());
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        value.codePoints().forEach(point -> escape(line, point));
        line.append("\",");
    }

    private static void escape(StringBuilder line, int point) {
        if (point == '"' || point == '\\') {
            line.append('\\').append((char) point);
        } else if (Character.isISOControl(point) || isLineSeparator(point)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", point));
        } else {
            line.appendCodePoint(point);
        }
    }

    private static boolean isLineSeparator(int point) {
        return point == 0x2028
                || point == 0x2029
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
