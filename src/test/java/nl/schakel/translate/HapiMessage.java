package nl.schakel.translate;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HL7 v2 message as HAPI's parser reads it, one segment behind another; it is the reference, never the product. */
final class HapiMessage {
    private static final Pattern PLACE =
            Pattern.compile("([A-Z0-9]{3})(?:\\((\\d+)\\))?-(\\d+)(?:\\((\\d+)\\))?(?:\\.(\\d+))?(?:\\.(\\d+))?");
    private static final HapiContext CONTEXT = context();

    private final Map<String, List<Segment>> segments = new HashMap<>();

    private HapiMessage(Message message) throws HL7Exception {
        collect(message);
    }

    private static HapiContext context() {
        HapiContext context = new DefaultHapiContext(new GenericModelClassFactory());
        context.setValidationContext(ValidationContextFactory.noValidation());
        return context;
    }

    /** In the character set that it names (HL7 table 0211); HAPI leaves that to who carries the bytes. */
    static HapiMessage of(byte[] bytes) throws HL7Exception {
        String named = new Terser(CONTEXT.getPipeParser().parse(new String(bytes, StandardCharsets.ISO_8859_1)))
                .get("/.MSH-18");
        Charset charset = Charset.forName(Optional.ofNullable(named)
                .orElse("8859/1")
                .strip()
                .replace("8859/", "ISO-8859-")
                .replace("UNICODE ", ""));
        return new HapiMessage(CONTEXT.getPipeParser().parse(new String(bytes, charset)));
    }

    private void collect(Group group) throws HL7Exception {
        for (String name : group.getNames()) {
            for (Structure structure : group.getAll(name)) {
                if (structure instanceof Group inner) {
                    collect(inner);
                } else if (structure instanceof Segment segment) {
                    segments.computeIfAbsent(segment.getName(), same -> new ArrayList<>())
                            .add(segment);
                }
            }
        }
    }

    /** @param path as ours: {@code PID-3(2).4.1} */
    String at(String path) throws HL7Exception {
        Matcher place = PLACE.matcher(path);
        if (!place.matches()) {
            throw new IllegalArgumentException(path);
        }
        Segment segment = segments.get(place.group(1)).get(number(place.group(2)) - 1);
        String value = Terser.get(
                segment,
                number(place.group(3)),
                number(place.group(4)) - 1,
                number(place.group(5)),
                number(place.group(6)));
        return Optional.ofNullable(value).orElse("");
    }

    private static int number(String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }
}
