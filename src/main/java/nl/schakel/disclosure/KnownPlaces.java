package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;

/**
 * What the message itself says of where its client is, in the one shape in which it is looked for: letters and digits alone,
 * small, with {@code o} for zero and {@code l} for one. Spaces, points, tags and case then hide nothing.
 */
final class KnownPlaces {
    /** Shorter words stand in too many other words. */
    private static final int WORD = 5;
    /** A town or a name of a house is a few words; more is a story, and a story is not found again word for word. */
    private static final int NAME = 80;

    /** What speaks of a place and not of its client alone. */
    private enum Width {
        /** Everything, for a search in what leaves. */
        OWN,
        /** The same of somebody else of the family: of a town alone half a city speaks. */
        RELATIVE,
        /** By which two people are seen to be at one place: not by a street, a town or a large house. */
        MEETING
    }

    private static final Set<Role> SHELTERS = Set.of(Role.VO, Role.MO, Role.BW);

    private final Set<String> shapes = new LinkedHashSet<>();
    private final Width width;
    private boolean hasAddress;

    private KnownPlaces(Width width) {
        this.width = width;
    }

    /** What leads to somebody of the family, by what is known of them. */
    static KnownPlaces ofRelative(List<Referral> referrals) {
        return of(Width.RELATIVE, referrals);
    }

    /** Where somebody is, as far as others may be there with them: address, telephone, shelter, school. */
    static KnownPlaces meeting(List<Referral> referrals) {
        return of(Width.MEETING, referrals);
    }

    private static KnownPlaces of(Width width, List<Referral> referrals) {
        KnownPlaces known = new KnownPlaces(width);
        for (Referral referral : referrals) {
            for (InformationItem item : referral.items()) {
                boolean client = item.resourceType().equals("Patient");
                boolean place = item.category() == Category.SECRET_ADDRESS || Whereabouts.isPlace(item.resource());
                if (client || width == Width.RELATIVE || !item.resourceType().equals("RelatedPerson")) {
                    known.collect(item, place, client, true, "");
                }
            }
        }
        return known;
    }

    /** Whether it is known where they live; a ward is left and a telephone moves along. */
    boolean hasAddress() {
        return hasAddress;
    }

    /** Whether anything leads to both. */
    boolean meets(KnownPlaces other) {
        return shapes.stream().anyMatch(other.shapes::contains);
    }

    /** Looks for these too. */
    void add(KnownPlaces others) {
        shapes.addAll(others.shapes);
    }

    /**
     * Everything in the referral that leads to the client, before anything is taken out of it.
     *
     * @param mobiles whether the client's mobile numbers count
     */
    static KnownPlaces of(Referral referral, Surroundings around, boolean mobiles, String alreadyKnown) {
        KnownPlaces known = new KnownPlaces(Width.OWN);
        String open =
                shape(Reading.of(alreadyKnown + " " + around.desk().orElse(""))).toString();
        List<InformationItem> all = new ArrayList<>(referral.items());
        // An address that was deleted may still be where they are, and stand in a letter of before.
        all.addAll(referral.deletions().former());
        for (InformationItem item : all) {
            boolean client = item.resourceType().equals("Patient");
            known.collect(item, item.category() == Category.SECRET_ADDRESS, client, mobiles, open);
        }
        around.names().forEach(name -> known.add(name, WORD));
        return known;
    }

    private void collect(InformationItem item, boolean secret, boolean client, boolean mobiles, String open) {
        boolean houses = width == Width.OWN || SHELTERS.contains(item.origin().role());
        Json.Obj resource = houses
                ? item.resource()
                : item.resource().without("serviceProvider").without("managingOrganization");
        collect(resource, secret, client, mobiles, open);
    }

    private void collect(Json value, boolean secret, boolean client, boolean mobiles, String open) {
        if (value instanceof Json.Arr array) {
            array.elements().forEach(element -> collect(element, secret, client, mobiles, open));
            return;
        }
        if (!(value instanceof Json.Obj object)) {
            return;
        }
        object.members().forEach((name, member) -> {
            switch (name) {
                case "address", "valueAddress" -> elements(member).forEach(address -> address(address, secret, open));
                case "telecom" -> elements(member).forEach(telecom -> telecom(telecom, client, mobiles));
                case "location", "serviceProvider", "managingOrganization" ->
                    displays(member).forEach(display -> add(display, WORD));
                case "valueString" ->
                    member.asText().filter(t -> secret && t.length() <= NAME).ifPresent(t -> add(t, WORD));
                default -> collect(member, secret, client, mobiles, open);
            }
        });
    }

    private void address(Json.Obj address, boolean secret, String open) {
        List<String> lines = address.list("line").stream()
                .flatMap(line -> line.asText().stream())
                .toList();
        hasAddress |= !lines.isEmpty() || address.text("postalCode").isPresent();
        lines.forEach(line -> add(line, WORD));
        if (width != Width.MEETING) {
            lines.forEach(line -> add(line.replaceAll("\\d.*$", ""), WORD));
        }
        address.text("text").ifPresent(text -> add(text, WORD));
        address.text("postalCode").ifPresent(code -> add(code, 6));
        address.get("_line").ifPresent(parts -> street(parts));
        if (secret && width == Width.OWN) {
            address.text("city")
                    .filter(city -> !open.contains(shape(Reading.of(city))))
                    .ifPresent(city -> add(city, WORD - 1));
        }
    }

    private void street(Json parts) {
        List<String> texts = new ArrayList<>();
        values(parts, "valueString", texts);
        if (width != Width.MEETING) {
            texts.forEach(text -> add(text, WORD));
        }
        add(String.join(" ", texts), WORD);
    }

    private void telecom(Json.Obj telecom, boolean client, boolean mobiles) {
        boolean counts = Whereabouts.isMobile(telecom) ? client && mobiles : true;
        telecom.text("value").filter(value -> counts).ifPresent(this::telecom);
    }

    private void telecom(String value) {
        String digits = value.replaceAll("\\D", "");
        if (value.contains("@")) {
            add(value, WORD);
        } else if (digits.length() >= 9) {
            add(digits.substring(digits.length() - 9), 9);
        }
    }

    private void add(String value, int least) {
        String shape = shape(Reading.of(value)).toString();
        if (shape.length() >= least) {
            // The beginning of a long one is found wherever the whole of it stands, and bounds what looking costs.
            shapes.add(shape.substring(0, Math.min(NAME, shape.length())));
        }
    }

    private static List<Json.Obj> elements(Json value) {
        return value instanceof Json.Arr array
                ? array.elements().stream().flatMap(e -> e.asObject().stream()).toList()
                : value.asObject().stream().toList();
    }

    private static List<String> displays(Json value) {
        List<String> texts = new ArrayList<>();
        values(value, "display", texts);
        return texts;
    }

    private static void values(Json value, String member, List<String> into) {
        if (value instanceof Json.Arr array) {
            array.elements().forEach(element -> values(element, member, into));
        } else if (value instanceof Json.Obj object) {
            object.members().forEach((name, below) -> {
                Optional<String> text = name.equals(member) ? below.asText() : Optional.empty();
                text.ifPresentOrElse(into::add, () -> values(below, member, into));
            });
        }
    }

    /** Letters and digits alone; each keeps its place. */
    static Reading shape(Reading text) {
        Reading plain = Lookalikes.plain(text);
        Reading.Builder built = new Reading.Builder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                built.add(one(Character.toLowerCase(c)), plain.place(i));
            }
        }
        return built.build(plain.place(plain.length()));
    }

    private static char one(char c) {
        return switch (c) {
            case 'o' -> '0';
            case 'l', 'i' -> '1';
            default -> c;
        };
    }

    /**
     * Where any of it stands in this text.
     *
     * @param text with look-alikes already brought to one
     */
    void find(Reading text, Consumer<Mark> found) {
        if (shapes.isEmpty()) {
            return;
        }
        Reading shape = shape(text);
        String characters = shape.toString();
        for (String known : shapes) {
            for (int at = characters.indexOf(known); at >= 0; at = characters.indexOf(known, at + 1)) {
                if (isWhole(shape, known, at)) {
                    found.accept(shape.mark(Mark.Kind.KNOWN, at, at + known.length()));
                }
            }
        }
    }

    /** Eight characters are no accident; less must not be a piece of a longer word. */
    private static boolean isWhole(Reading shape, String known, int at) {
        return known.length() >= 8
                || (!isJoined(shape, at - 1, at) && !isJoined(shape, at + known.length() - 1, at + known.length()));
    }

    /** Whether two characters of the shape stand next to each other in the original too. */
    private static boolean isJoined(Reading shape, int before, int after) {
        return before >= 0
                && after < shape.length()
                && shape.place(after) - shape.place(before) <= 1
                && Character.isLetter(shape.charAt(before)) == Character.isLetter(shape.charAt(after));
    }

    @Override
    public String toString() {
        return "KnownPlaces[***]";
    }
}
