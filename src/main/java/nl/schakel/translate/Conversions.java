package nl.schakel.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import nl.schakel.referral.Bsn;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.translate.hl7.Hl7Times;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Values;

/** The closed set of functions a row may name with {@code as}; there are no others and no way to add one in a file. */
final class Conversions {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern INITIALS = Pattern.compile("\\p{L}|(?:\\p{L}{1,2}\\.[ -]?)+");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern WHOLE_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Map<String, Conversion> PLAIN = Map.ofEntries(
            Map.entry("lower", Conversion.text(text -> text.toLowerCase(Locale.ROOT))),
            Map.entry("upper", Conversion.text(text -> text.toUpperCase(Locale.ROOT))),
            Map.entry("bsn", checked(text -> Bsn.of(text).map(Bsn::digits), ProblemCode.BSN_INVALID, "a valid BSN")),
            Map.entry("date", checked(Hl7Times::date, ProblemCode.DATE_INVALID, "YYYY[MM[DD]]")),
            Map.entry("day", checked(Conversions::day, ProblemCode.DATE_INVALID, "a whole date, YYYYMMDD")),
            Map.entry("dateTime", checked(Hl7Times::dateTime, ProblemCode.DATE_INVALID, "YYYYMMDD[HHMM[SS]][+ZZZZ]")),
            Map.entry("moment", checked(Conversions::moment, ProblemCode.DATE_INVALID, "YYYYMMDDHHMM[SS][+ZZZZ]")),
            Map.entry("hl7Stamp", checked(Conversions::stamp, ProblemCode.DATE_INVALID, "an ISO 8601 instant")),
            Map.entry("hl7Time", checked(Hl7Times::timestamp, ProblemCode.DATE_INVALID, "a FHIR date or dateTime")),
            Map.entry("hl7Date", Conversion.text(text -> text.replace("-", ""))),
            Map.entry("reference", checked(Conversions::reference, ProblemCode.VALUE_INVALID, "V-year-number-check")),
            Map.entry(
                    "messageId", checked(Conversions::messageId, ProblemCode.LIMIT_EXCEEDED, "at most 128 characters")),
            Map.entry("isoDate", checked(IsoTimes::date, ProblemCode.DATE_INVALID, "YYYY[-MM[-DD]]")),
            Map.entry(
                    "isoDay", checked(IsoTimes::day, ProblemCode.DATE_INVALID, "YYYY-MM-DD, or a moment with offset")),
            Map.entry(
                    "isoDateTime",
                    checked(IsoTimes::dateTime, ProblemCode.DATE_INVALID, "a date, or a moment with offset")),
            Map.entry("isoMoment", checked(IsoTimes::moment, ProblemCode.DATE_INVALID, "a moment with offset")),
            Map.entry("asMoment", checked(MunicipalValues::asMoment, ProblemCode.DATE_INVALID, "a date or a moment")),
            Map.entry("startOfDay", checked(MunicipalValues::startOfDay, ProblemCode.DATE_INVALID, "YYYY-MM-DD")),
            Map.entry(
                    "localMoment",
                    checked(MunicipalValues::localMoment, ProblemCode.DATE_INVALID, "YYYY-MM-DDTHH:MM:SS")),
            Map.entry("timeOfDay", checked(MunicipalValues::timeOfDay, ProblemCode.DATE_INVALID, "a moment")),
            Map.entry("stufMoment", checked(MunicipalValues::stufMoment, ProblemCode.DATE_INVALID, "YYYYMMDDHHMMSS")),
            Map.entry("stufStamp", checked(MunicipalValues::stufStamp, ProblemCode.DATE_INVALID, "an instant")),
            Map.entry("yearOf", checked(MunicipalValues::yearOf, ProblemCode.DATE_INVALID, "YYYY-MM-DD")),
            Map.entry("monthOf", checked(MunicipalValues::monthOf, ProblemCode.DATE_INVALID, "YYYY-MM-DD")),
            Map.entry("firstDay", checked(MunicipalValues::firstDay, ProblemCode.DATE_INVALID, "YYYY[-MM[-DD]]")),
            Map.entry("dateUse", found(MunicipalValues::dateUse)),
            Map.entry(
                    "registerDate", checked(MunicipalValues::registerDate, ProblemCode.DATE_INVALID, "YYYY[-MM[-DD]]")),
            Map.entry("ourReference", found(MunicipalValues::ourReference)),
            Map.entry("uuid4", Conversion.text(MunicipalValues::uuid4)),
            Map.entry(
                    "decimal",
                    checked(MunicipalValues::decimal, ProblemCode.VALUE_INVALID, "a number")
                            .and(number())),
            Map.entry("text", Conversion.text(text -> text)),
            Map.entry("wholeEuro", number().and(Conversions::wholeEuro)),
            // Elements of a list that hold nothing of their own to be named by are named by their place.
            Map.entry(
                    "urnUuidHere",
                    (value, at, run) ->
                            Optional.of(new Json.Text("urn:uuid:" + Values.text(uuid(run.seed() + '/' + at.path()))))),
            Map.entry(
                    "dayMonthYear",
                    checked(DutchValues::date, ProblemCode.DATE_INVALID, "DD-MM-YYYY, 00 for what is unknown")),
            Map.entry(
                    "toDayMonthYear",
                    checked(DutchValues::dayMonthYear, ProblemCode.DATE_INVALID, "YYYY[-MM[-DD]] or a moment")),
            Map.entry(
                    "amount",
                    number(DutchValues::amount, "an amount such as 1.284,50 or 1284.50, thousands in threes")),
            Map.entry("dutchDates", Conversion.text(DutchValues::datesInWords)),
            Map.entry("toAmount", Conversion.text(DutchValues::written)),
            Map.entry("gemeentecode", checked(DutchValues::gemeentecode, ProblemCode.VALUE_INVALID, "0772 or GM0772")),
            Map.entry(
                    "yesSince",
                    checked(DutchValues::yesSince, ProblemCode.VALUE_INVALID, "nee, or ja and the day, YYYY-MM-DD")),
            Map.entry("uuidHere", (value, at, run) -> Optional.of(uuid(run.seed() + '/' + at.path()))),
            Map.entry("number", number()),
            Map.entry("givenQualifier", Conversion.text(Conversions::givenQualifier)),
            Map.entry("base64", checked(Attachments::base64, ProblemCode.VALUE_INVALID, "Base64 (RFC 4648)")),
            Map.entry("base64OfHex", checked(Attachments::ofHex, ProblemCode.VALUE_INVALID, "pairs of hex digits")),
            Map.entry("base64OfText", Conversion.text(Attachments::ofText)),
            Map.entry("controlId", checked(Conversions::controlId, ProblemCode.VALUE_INVALID, "a UUID")),
            Map.entry("boolean", (value, at, run) -> bool(value, at, run)),
            Map.entry("uuid", (value, at, run) -> Optional.of(uuid(run.seed() + '/' + Values.text(value)))));

    private static final Map<String, Function<String, Conversion>> WITH_ARGUMENT = Map.of(
            "shortId",
            Conversions::shortId,
            "padded",
            Conversions::padded,
            "prefixed",
            argument -> Conversion.text(text -> argument + text),
            "within",
            Conversions::within,
            "uri",
            argument -> Conversion.text(text -> argument + escaped(text)),
            "oneOf",
            Conversions::oneOf,
            "uuidOf",
            argument -> (value, at, run) -> Optional.of(uuid(run.seed() + '/' + argument)),
            "urnUuid",
            argument -> (value, at, run) ->
                    Optional.of(new Json.Text("urn:uuid:" + Values.text(uuid(run.seed() + '/' + argument)))));

    private Conversions() {}

    /** @param text a name, or a name and an argument after a blank */
    static Optional<Conversion> named(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return Optional.ofNullable(PLAIN.get(text));
        }
        String argument = text.substring(blank + 1).strip();
        return Optional.ofNullable(WITH_ARGUMENT.get(text.substring(0, blank))).map(made -> made.apply(argument));
    }

    /** All names, for the message about an unknown one. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(PLAIN.keySet());
        names.addAll(WITH_ARGUMENT.keySet());
        names.add("tree");
        return names;
    }

    private static Conversion checked(Function<String, Optional<String>> change, ProblemCode code, String expected) {
        return (value, at, run) -> {
            Optional<String> changed = change.apply(Values.text(value));
            if (changed.isEmpty()) {
                run.refuse(Values.problem(code, at, expected));
            }
            return changed.map(Json.Text::new);
        };
    }

    /** Nothing is written where there is nothing to write; that is no fault of the value. */
    private static Conversion found(Function<String, Optional<String>> change) {
        return (value, at, run) -> change.apply(Values.text(value)).map(Json.Text::new);
    }

    private static Optional<String> day(String ts) {
        return Hl7Times.date(ts).filter(date -> WHOLE_DATE.matcher(date).matches());
    }

    private static Optional<String> moment(String ts) {
        return Hl7Times.dateTime(ts).filter(time -> time.length() > 10);
    }

    private static Optional<String> stamp(String instant) {
        try {
            return Optional.of(Hl7Times.stamp(Instant.parse(instant)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> reference(String text) {
        return ReferralReference.parse(text).map(ReferralReference::text);
    }

    private static Optional<String> messageId(String text) {
        return text.length() <= Limits.MESSAGE_ID_CHARACTERS ? Optional.of(text) : Optional.empty();
    }

    /** Code of EntityNamePartQualifier: initials are single letters, with or without dots; anything else is a name. */
    private static String givenQualifier(String given) {
        return INITIALS.matcher(given).matches() ? "IN" : "BR";
    }

    /** Words of which any other is a fault of the message, and no gap in our tables. */
    private static Conversion oneOf(String words) {
        Set<String> allowed = Set.of(words.split(" "));
        return checked(
                text -> allowed.contains(text) ? Optional.of(text) : Optional.empty(),
                ProblemCode.VALUE_INVALID,
                String.join(", ", allowed.stream().sorted().toList()));
    }

    /** MSH-10 holds 20 characters in HL7 v2.5: the last 80 bits of the id, in hex. */
    private static Optional<String> controlId(String uuid) {
        return UUID_FORM.matcher(uuid).matches()
                ? Optional.of(uuid.replace("-", "").substring(12).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static Conversion number() {
        return Conversions::number;
    }

    /** @param length read here, so that one that is no number is refused at load */
    private static Conversion shortId(String length) {
        int characters = Integer.parseInt(length);
        return Conversion.text(id -> MunicipalValues.shortId(id, characters));
    }

    private static Conversion padded(String length) {
        int digits = Integer.parseInt(length);
        return checked(
                text -> MunicipalValues.padded(text, digits),
                ProblemCode.VALUE_INVALID,
                "at most " + digits + " digits");
    }

    /** @param bounds lowest and highest, such as {@code 1 5} */
    private static Conversion within(String bounds) {
        String[] ends = bounds.split(" ", 2);
        BigDecimal low = new BigDecimal(ends[0]);
        BigDecimal high = new BigDecimal(ends[1]);
        return (value, at, run) -> number(value, at, run).filter(found -> {
            BigDecimal number = ((Json.Num) found).value();
            boolean fits = number.compareTo(low) >= 0 && number.compareTo(high) <= 0 && number.scale() <= 0;
            if (!fits) {
                run.refuse(Values.problem(ProblemCode.VALUE_INVALID, at, "a whole number from " + low + " to " + high));
            }
            return fits;
        });
    }

    private static Conversion number(Function<Json, Optional<BigDecimal>> reading, String expected) {
        return (value, at, run) -> {
            Optional<BigDecimal> read = reading.apply(value);
            if (read.isEmpty()) {
                run.refuse(Values.problem(ProblemCode.VALUE_INVALID, at, expected));
            }
            return read.map(Json.Num::new);
        };
    }

    private static Optional<Json> wholeEuro(Json value, Leaf at, Run run) {
        return Optional.of(new Json.Num(new BigDecimal(Values.text(value)).setScale(0, RoundingMode.HALF_UP)));
    }

    private static Optional<Json> number(Json value, Leaf at, Run run) {
        String text = Values.text(value);
        if (text.length() > Limits.NUMBER_CHARACTERS || !NUMBER.matcher(text).matches()) {
            run.refuse(Values.problem(ProblemCode.VALUE_INVALID, at, "a number"));
            return Optional.empty();
        }
        return Optional.of(new Json.Num(new BigDecimal(text)));
    }

    private static Optional<Json> bool(Json value, Leaf at, Run run) {
        String text = Values.text(value);
        if (!Set.of("true", "false").contains(text)) {
            run.refuse(Values.problem(ProblemCode.VALUE_INVALID, at, "true or false"));
            return Optional.empty();
        }
        return Optional.of(new Json.Bool(Boolean.parseBoolean(text)));
    }

    private static Json uuid(String name) {
        return new Json.Text(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    private static String escaped(String text) {
        return isUnreserved(text)
                ? text
                : java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Letters, digits and what else nobody escapes: nearly every number and name of an organisation. */
    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
