package nl.schakel.consent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * A client as somebody describes them to ask what would be decided: {@code birthDate} or {@code age}, {@code
 * representatives}, {@code unable}, {@code secretAddress}, {@code conflicts}, {@code needs}, {@code medicalOrigin} and
 * {@code consents} as FHIR R4.
 *
 * @param needs what the referral asks help for
 * @param medicalOrigin whether the data is from a medical source
 */
public record Described(ClientFile file, Set<Need> needs, boolean medicalOrigin) {
    private static final Set<String> KNOWN = Set.of(
            "birthDate",
            "age",
            "representatives",
            "unable",
            "secretAddress",
            "conflicts",
            "needs",
            "medicalOrigin",
            "consents");

    /** Nothing is said of the client, save that they are an adult. */
    public static final Described ADULT = new Described(
            new ClientFile(
                    new Client(Optional.of(Age.of(40)), Set.of(), Client.Capacity.PRESUMED),
                    List.of(),
                    List.of(),
                    Set.of(),
                    false),
            Set.of(),
            false);

    /**
     * Reads a description; a member that is not known is refused.
     *
     * @param arrival of the consents in it; each gets a number behind its id
     */
    public static Step<Described> read(Json.Obj form, ConsentReader reader, ConsentReader.Arrival arrival) {
        try {
            for (String name : form.members().keySet()) {
                if (!KNOWN.contains(name)) {
                    throw new ConsentForm.Unreadable(name);
                }
            }
            Client client = new Client(
                    Optional.of(age(form, arrival)),
                    ConsentForm.set(form, "representatives", Giver::of),
                    capacity(form));
            Set<PartnerId> conflicts = ConsentForm.set(
                    form,
                    "conflicts",
                    id -> PartnerId.isWellFormed(id) ? Optional.of(new PartnerId(id)) : Optional.empty());
            ClientFile file = new ClientFile(
                    client, consents(form, reader, arrival), List.of(), conflicts, isTrue(form, "secretAddress"));
            return Step.next(new Described(
                    file, new HashSet<>(ConsentForm.set(form, "needs", Need::of)), isTrue(form, "medicalOrigin")));
        } catch (ConsentForm.Unreadable place) {
            return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "client." + place.where()));
        }
    }

    private static Age age(Json.Obj form, ConsentReader.Arrival arrival) {
        if (form.get("age").isPresent()) {
            int years = QuestionReader.number(form, "age");
            if (years < 0) {
                throw new ConsentForm.Unreadable("age");
            }
            return Age.of(years);
        }
        return form.text("birthDate")
                .map(born -> Age.at(born, DutchTime.day(arrival.receivedAt())))
                .orElse(Age.UNKNOWN);
    }

    private static Client.Capacity capacity(Json.Obj form) {
        return isTrue(form, "unable") ? Client.Capacity.UNABLE : Client.Capacity.PRESUMED;
    }

    private static boolean isTrue(Json.Obj form, String name) {
        return form.get(name).isPresent() && QuestionReader.truth(form, name);
    }

    /** What cannot be read is heard as it would be by the gateway: as something that cannot be relied on. */
    private static List<OnFile> consents(Json.Obj form, ConsentReader reader, ConsentReader.Arrival arrival) {
        List<OnFile> consents = new ArrayList<>();
        for (Json tree : form.list("consents")) {
            String id = arrival.id() + "-" + (consents.size() + 1);
            ConsentReader.Arrival numbered = new ConsentReader.Arrival(
                    id, arrival.sender(), arrival.channel(), arrival.receivedAt(), arrival.evidence());
            Json.Obj consent = tree.asObject().orElseThrow(() -> new ConsentForm.Unreadable("consents"));
            consents.add(reader.read(consent, numbered)
                    .<OnFile>fold(
                            OnFile::recorded,
                            problem -> new OnFile.Unreliable(
                                    id, Hash.of(consent), problem.place().orElse("unreadable"))));
        }
        return consents;
    }
}
