package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By which number a receiver sees that referrals belong together, on a real PostgreSQL. */
class FamilyNumberFlowIT extends FlowCase {
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String HOME = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String ELSEWHERE = "Kerkplein&Kerkplein&7^^Deurne^^5751BB^NL^H";
    private static final String FLAG = "\rPD1||||||||||||Y|20260402\rPV1|1|N\r";
    private static final Pattern NUMBER = Pattern.compile(
            "\"requisition\":\\{\"system\":\"https://schakel.nl/fhir/NamingSystem/group\",\"value\":\"([0-9a-f]{32})\"");

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    @Test
    void aConfirmedFamilyHasOneNumberForAReceiverOfBothAndAnotherForAnother() throws IOException {
        ReferralReference mother = mother("A");
        ReferralReference child = child("A");
        linked(mother, child);
        confirmed(child);
        List<Delivered> all = flow.work();
        assertThat(number(all, mother, SHELTER)).isEqualTo(number(all, child, SHELTER));
        assertThat(number(all, mother, DESK)).isEqualTo(number(all, child, DESK));
        assertThat(number(all, mother, DESK)).isNotEqualTo(number(all, mother, SHELTER));
    }

    @Test
    void withoutASecondPersonNoReceiverIsTold() throws IOException {
        ReferralReference mother = mother("B");
        ReferralReference child = child("B");
        linked(mother, child);
        List<Delivered> all = flow.work();
        assertThat(number(all, mother, SHELTER)).isNotEqualTo(number(all, child, SHELTER));
        confirmed(child);
        flow.update("B-mother", phone("06-99999991"));
        flow.update("B-child", phone("06-99999992"));
        List<Delivered> later = flow.work();
        assertThat(number(later, mother, SHELTER)).isEqualTo(number(later, child, SHELTER));
    }

    @Test
    void whoHasNoFamilyHasANumberTooAndKeepsIt() throws IOException {
        ReferralReference mother = mother("C");
        ReferralReference other = child("C");
        List<Delivered> all = flow.work();
        flow.update("C-mother", phone("06-99999993"));
        List<Delivered> later = flow.work();
        assertThat(number(later, mother, SHELTER)).isEqualTo(number(all, mother, SHELTER));
        assertThat(number(all, other, SHELTER)).isNotEqualTo(number(all, mother, SHELTER));
    }

    /** What anybody can see of the child is the same, whether the mother took something back or never did. */
    @Test
    void aWithdrawalOfOneDoesNotShowInTheMessagesOfTheOther() throws IOException {
        String told = toldThen("D", false);
        String takenBack = toldThen("E", true);
        assertThat(takenBack).isEqualTo(told);
    }

    private String toldThen(String name, boolean withdraws) throws IOException {
        flow.consent(name + "-mother", FORM, "AKKOORD");
        ReferralReference mother = mother(name);
        ReferralReference child = child(name);
        linked(mother, child);
        confirmed(child);
        List<Delivered> first = flow.work();
        if (withdraws) {
            flow.consent(name + "-mother", FORM, "INGETROKKEN");
            flow.work();
        }
        flow.update(name + "-child", phone("06-99999994"));
        List<Delivered> later = flow.work();
        String number = number(later, child, SHELTER);
        assertThat(number).as("as it was").isEqualTo(number(first, child, SHELTER));
        return normal(of(later, child, SHELTER)).replace(number, "NUMBER");
    }

    @Test
    void whoeverIsToldFirstAfterAWithdrawalOfOneIsNotTold() throws IOException {
        flow.consent("F-mother", FORM, "AKKOORD");
        ReferralReference mother = mother("F");
        ReferralReference child = child("F");
        flow.consent("F-mother", FORM, "INGETROKKEN");
        linked(mother, child);
        confirmed(child);
        List<Delivered> all = flow.work();
        assertThat(number(all, mother, SHELTER)).isNotEqualTo(number(all, child, SHELTER));
    }

    @Test
    void whileOneHidesNoReceiverIsTold() throws IOException {
        ReferralReference mother = mother("G");
        ReferralReference child = child("G");
        linked(mother, child);
        confirmed(child);
        flow.update("G-mother", FLAG);
        List<Delivered> all = flow.work();
        assertThat(number(all, mother, SHELTER)).isNotEqualTo(number(all, child, SHELTER));
    }

    @Test
    void whoWasToldIsNotToldThatOneHides() throws IOException {
        ReferralReference mother = mother("H");
        ReferralReference child = flow.referral("H-child", "Sofie", ELSEWHERE, "06-22222222");
        linked(mother, child);
        confirmed(child);
        String number = number(flow.work(), child, SHELTER);
        flow.update("H-mother", FLAG);
        flow.work();
        flow.update("H-child", "|||" + ELSEWHERE + "||06-99999995^PRN^CP\rPV1|1|N\r");
        assertThat(number(flow.work(), child, SHELTER)).isEqualTo(number);
    }

    @Test
    void whoWasToldIsNotToldThatOneWasTakenOut() throws IOException {
        ReferralReference mother = mother("I");
        ReferralReference child = child("I");
        linked(mother, child);
        confirmed(child);
        String number = number(flow.work(), child, SHELTER);
        assertThat(flow.family.unlink(mother, "anna")).isInstanceOf(Step.Next.class);
        flow.update("I-child", phone("06-99999996"));
        assertThat(number(flow.work(), child, SHELTER)).isEqualTo(number);
    }

    // ---- People

    private static ReferralReference mother(String name) throws IOException {
        return flow.referral(name + "-mother", "Ingrid", HOME, "06-11111111");
    }

    private static ReferralReference child(String name) throws IOException {
        return flow.referral(name + "-child", "Sofie", HOME, "06-22222222");
    }

    private static String phone(String number) {
        return "|||" + HOME + "||" + number + "^PRN^CP\rPV1|1|N\r";
    }

    private static void linked(ReferralReference one, ReferralReference other) {
        assertThat(flow.family.link(List.of(one, other), "anna")).isInstanceOf(Step.Next.class);
    }

    private static void confirmed(ReferralReference one) {
        assertThat(flow.family.confirm(one, "bram")).isInstanceOf(Step.Next.class);
    }

    private static String number(List<Delivered> all, ReferralReference reference, PartnerId to) {
        Matcher number = NUMBER.matcher(of(all, reference, to));
        assertThat(number.find()).as("every referral of a person has a number").isTrue();
        return number.group(1);
    }

    private static String of(List<Delivered> all, ReferralReference reference, PartnerId to) {
        return all.stream()
                .filter(d ->
                        d.is(WorkItem.Kind.DELIVER, to) && d.item().reference().equals(Optional.of(reference)))
                .map(Delivered::text)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** Without what is made anew each time: ids, references, moments, and the pseudonym of this client. */
    private static String normal(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("V-20\\d\\d-\\d+-\\d", "REF")
                .replaceAll("(NamingSystem/pseudonym\",\"value\":\")[0-9a-f]{32}", "$1NAME")
                .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "AT")
                .replaceAll("[DE]-(mother|child)", "CLIENT");
    }
}
