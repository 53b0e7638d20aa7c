package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Json;
import nl.schakel.referral.Referral;

/**
 * Somebody who is one family with the client and a client here too. What is said of them goes in their own referral, under
 * their own consents, and in nobody else's; where they are is kept of everybody who is there with them.
 */
public final class Relative {
    private static final String BSN = "http://fhir.nl/fhir/NamingSystem/bsn";
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");
    /** Of a telephone number in any writing. */
    private static final int TELEPHONE = 9;

    private final boolean isProtected;
    private final KnownPlaces places;
    private final KnownPlaces meeting;
    /** By each of which nobody else is meant: BSN, telephone, mailbox, date of birth. */
    private final Set<String> signs = new HashSet<>();

    private final Set<String> givenNames = new HashSet<>();
    private final Set<String> familyNames = new HashSet<>();

    private Relative(List<Referral> referrals, boolean isProtected) {
        this.isProtected = isProtected;
        this.places = KnownPlaces.ofRelative(referrals);
        this.meeting = KnownPlaces.meeting(referrals);
        patients(referrals).forEach(this::learn);
    }

    /**
     * What is known of somebody.
     *
     * @param referrals all that run or ran about them here
     * @param isProtected whether their own whereabouts are protected
     */
    public static Relative of(List<Referral> referrals, boolean isProtected) {
        return new Relative(referrals, isProtected);
    }

    private static Stream<Json.Obj> patients(List<Referral> referrals) {
        return referrals.stream()
                .flatMap(referral -> referral.items().stream())
                .filter(item -> item.resourceType().equals("Patient"))
                .map(item -> item.resource());
    }

    private void learn(Json.Obj patient) {
        signs(patient).forEach(signs::add);
        names(patient, "given").forEach(givenNames::add);
        names(patient, "family").forEach(familyNames::add);
        names(patient, "text").forEach(givenNames::add);
        givenNames.removeAll(familyNames);
    }

    /**
     * Whether somebody beside the client is this one. A name that fits is enough: what is left out of one message by mistake
     * is less than what is told by mistake.
     */
    boolean isMeantBy(Json.Obj person) {
        if (signs(person).anyMatch(signs::contains)) {
            return true;
        }
        Set<String> called = new HashSet<>();
        Stream.of("given", "text").flatMap(part -> names(person, part)).forEach(called::add);
        if (called.stream().anyMatch(givenNames::contains)) {
            return true;
        }
        called.removeAll(familyNames);
        return called.isEmpty() && names(person, "family").anyMatch(familyNames::contains);
    }

    private static Stream<String> signs(Json.Obj person) {
        Stream<String> numbers = objects(person, "identifier")
                .filter(identifier -> identifier.text("system").equals(Optional.of(BSN)))
                .flatMap(identifier -> identifier.text("value").stream())
                .map(value -> "bsn|" + value.replaceAll("\\D", ""));
        Stream<String> routes = objects(person, "telecom")
                .flatMap(telecom -> telecom.text("value").stream())
                .flatMap(value -> route(value).stream());
        Stream<String> born = person.text("birthDate").filter(date -> date.length() == 10).stream()
                .map(date -> "born|" + date);
        return Stream.of(numbers, routes, born).flatMap(all -> all);
    }

    private static Optional<String> route(String value) {
        String digits = value.replaceAll("\\D", "");
        if (value.contains("@")) {
            return Optional.of("mail|" + value.strip().toLowerCase(Locale.ROOT));
        }
        return digits.length() < TELEPHONE
                ? Optional.empty()
                : Optional.of("tel|" + digits.substring(digits.length() - TELEPHONE));
    }

    /** Words of a name, of two letters or more. */
    private static Stream<String> names(Json.Obj person, String part) {
        return objects(person, "name")
                .flatMap(name -> Stream.concat(
                        name.text(part).stream(), name.list(part).stream().flatMap(one -> one.asText().stream())))
                .flatMap(text -> NO_LETTER.splitAsStream(
                        Lookalikes.plain(Reading.of(text)).toString().toLowerCase(Locale.ROOT)))
                .filter(word -> word.length() > 1);
    }

    private static Stream<Json.Obj> objects(Json.Obj owner, String member) {
        return owner.list(member).stream().flatMap(one -> one.asObject().stream());
    }

    /** What leads to them. */
    KnownPlaces places() {
        return places;
    }

    /**
     * Whether the whereabouts of a client must be protected because somebody of the family is: they are at one place, or it is
     * not known that they are not.
     */
    public static boolean guard(Referral own, List<Relative> family) {
        List<Relative> hidden = hidden(family);
        if (hidden.isEmpty()) {
            return false;
        }
        KnownPlaces here = KnownPlaces.meeting(List.of(own));
        return hidden.stream().anyMatch(one -> one.mayBeAt(here));
    }

    /** Whether one of them is protected. */
    public static boolean anyHides(List<Relative> family) {
        return family.stream().anyMatch(one -> one.isProtected);
    }

    /** Who is protected, and whoever may be at one place with one of them. */
    static List<Relative> hidden(List<Relative> family) {
        List<Relative> hidden =
                new ArrayList<>(family.stream().filter(one -> one.isProtected).toList());
        for (int i = 0; i < hidden.size(); i++) {
            Relative one = hidden.get(i);
            family.stream()
                    .filter(other -> !hidden.contains(other) && one.mayBeAt(other.meeting))
                    .forEach(hidden::add);
        }
        return hidden;
    }

    private boolean mayBeAt(KnownPlaces there) {
        return !meeting.hasAddress() || !there.hasAddress() || meeting.meets(there);
    }

    @Override
    public String toString() {
        return "Relative[***]";
    }
}
