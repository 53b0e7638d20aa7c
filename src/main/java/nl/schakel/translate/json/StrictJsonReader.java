package nl.schakel.translate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.OrderedMembers;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** One reading of one document: walks Jackson's tokens and holds every limit itself, so that each refusal has its place. */
final class StrictJsonReader {
    private static final String LIMIT_OF = "at most ";

    /**
     * Names are not kept in Jackson's shared symbol table: what one sender invents must not stay in memory nor slow down
     * another. Jackson's own limits stand well beyond ours and are the second lock.
     */
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH * 2)
                    .maxNumberLength(Limits.MESSAGE_BYTES)
                    .maxStringLength(Limits.MESSAGE_BYTES)
                    .maxNameLength(Limits.MESSAGE_BYTES)
                    .build())
            .build();

    private final CharBuffer characters;
    private final JsonPlace place = new JsonPlace();
    private int tokens;

    StrictJsonReader(CharBuffer characters) {
        this.characters = characters;
    }

    Step<Json> document() {
        try (JsonParser parser = JACKSON.createParser(
                characters.array(), characters.arrayOffset() + characters.position(), characters.remaining())) {
            return whole(parser);
        } catch (JsonProcessingException broken) {
            var at = Optional.ofNullable(broken.getLocation());
            return Step.stopped(Problem.at(
                    ProblemCode.SYNTAX_BROKEN,
                    at.map(l -> "line " + l.getLineNr() + ", column " + l.getColumnNr())
                            .orElse(place.text())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Step<Json> whole(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return refuse(ProblemCode.SYNTAX_BROKEN, "nothing", "a value");
        }
        Step<Json> value = value(parser, first, 0);
        if (value instanceof Step.Next && parser.nextToken() != null) {
            return refuse(ProblemCode.SYNTAX_BROKEN, "more after the end", "one value");
        }
        return value;
    }

    private Step<Json> value(JsonParser parser, JsonToken token, int depth) throws IOException {
        if (++tokens > Limits.TOKENS) {
            return refuse(ProblemCode.LIMIT_EXCEEDED, "more values", LIMIT_OF + Limits.TOKENS + " values and names");
        }
        return switch (token) {
            case START_OBJECT, START_ARRAY -> container(parser, token, depth + 1);
            case VALUE_STRING -> text(parser.getText()).map(Json::text);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> Step.next(new Json.Bool(true));
            case VALUE_FALSE -> Step.next(new Json.Bool(false));
            case VALUE_NULL -> Step.next(new Json.Null());
            default -> refuse(ProblemCode.SYNTAX_BROKEN, "no value", "a value");
        };
    }

    private Step<Json> container(JsonParser parser, JsonToken token, int depth) throws IOException {
        if (depth > Limits.DEPTH) {
            return refuse(ProblemCode.LIMIT_EXCEEDED, "deeper nesting", LIMIT_OF + Limits.DEPTH + " levels");
        }
        return token == JsonToken.START_OBJECT ? object(parser, depth) : array(parser, depth);
    }

    private Step<Json> object(JsonParser parser, int depth) throws IOException {
        Map<String, Json> members = new OrderedMembers<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Step<Json> member = member(parser, members, depth);
            if (!(member instanceof Step.Next<Json> next)) {
                return member;
            }
            members.put(place.name(), next.value());
            place.typed(next.value());
            place.up();
        }
        return Step.next(Json.Obj.taking(members));
    }

    private Step<Json> member(JsonParser parser, Map<String, Json> members, int depth) throws IOException {
        String name = parser.currentName();
        place.member(name);
        if (members.containsKey(name)) {
            return Step.stopped(Problem.at(ProblemCode.DUPLICATE_MEMBER, place.text()));
        }
        if (++tokens > Limits.TOKENS) {
            return refuse(ProblemCode.LIMIT_EXCEEDED, "more names", LIMIT_OF + Limits.TOKENS + " values and names");
        }
        if (name.length() > Limits.NAME_CHARACTERS) {
            return refuse(
                    ProblemCode.LIMIT_EXCEEDED, "a longer name", LIMIT_OF + Limits.NAME_CHARACTERS + " characters");
        }
        Step<String> clean = text(name);
        if (clean instanceof Step.Stopped<String> stopped) {
            return Step.stopped(stopped.problem());
        }
        return value(parser, parser.nextToken(), depth);
    }

    private Step<Json> array(JsonParser parser, int depth) throws IOException {
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            place.element(elements.size());
            Step<Json> element = value(parser, token, depth);
            if (!(element instanceof Step.Next<Json> next)) {
                return element;
            }
            elements.add(next.value());
            place.up();
        }
        return Step.next(new Json.Arr(elements));
    }

    /** The written length counts, and the length it would have without exponent: 1e999999999 is short until it is used. */
    private Step<Json> number(String written) {
        if (written.length() > Limits.NUMBER_CHARACTERS) {
            return tooLong();
        }
        int exponent = Math.max(written.indexOf('e'), written.indexOf('E'));
        if (exponent >= 0 && written.length() - exponent > 4) {
            return tooLong();
        }
        BigDecimal value = new BigDecimal(written);
        int digits = Math.max(value.precision(), Math.max(value.precision() - value.scale(), value.scale()));
        return digits > Limits.NUMBER_CHARACTERS ? tooLong() : Step.next(new Json.Num(value));
    }

    private Step<Json> tooLong() {
        return refuse(
                ProblemCode.LIMIT_EXCEEDED, "a longer number", LIMIT_OF + Limits.NUMBER_CHARACTERS + " characters");
    }

    private Step<String> text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return refuse(ProblemCode.CONTROL_CHARACTER, "U+%04X".formatted((int) c), "printable text");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return refuse(ProblemCode.CHARSET_INVALID, "half a surrogate pair", "whole characters");
                }
                i++;
            }
        }
        return Step.next(text);
    }

    private <T> Step<T> refuse(ProblemCode code, String seen, String expected) {
        return Step.stopped(Problem.at(code, place.text()).seen(seen).expected(expected));
    }
}
