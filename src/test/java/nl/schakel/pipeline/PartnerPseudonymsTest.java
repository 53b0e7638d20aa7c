package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Bsn;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

class PartnerPseudonymsTest {
    private static final PartnerId SHELTER = new PartnerId("opvang-demo");
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");

    private final PartnerPseudonyms names = new PartnerPseudonyms(secret("one"));

    private static byte[] secret(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Envelope envelope(String bsn, String sender) {
        Envelope e = SampleReferral.sample().from(sender, Role.GGZ).referral().envelope();
        ClientIdentity client = new ClientIdentity(Bsn.of(bsn), Optional.of("P1"), Optional.of("TEST"));
        return new Envelope(
                e.event(),
                e.sender(),
                e.senderRole(),
                e.messageId(),
                e.created(),
                client,
                e.senderReference(),
                e.addressedTo(),
                e.municipality(),
                e.service(),
                e.purpose(),
                e.needs(),
                e.exitDate(),
                e.about(),
                e.answer(),
                e.labels());
    }

    @Test
    void isTheSameForOneReceiverWhoeverSendsAndAfterARestart() {
        String name = names.of(SHELTER, envelope("999900420", "ggz-noord"));
        assertThat(name).matches("[0-9a-f]{32}").doesNotContain("999900420");
        assertThat(names.of(SHELTER, envelope("999900420", "ziekenhuis-demo"))).isEqualTo(name);
        assertThat(new PartnerPseudonyms(secret("one")).of(SHELTER, envelope("999900420", "ggz-noord")))
                .isEqualTo(name);
    }

    @Test
    void isAnotherForAnotherReceiverClientOrGateway() {
        String name = names.of(SHELTER, envelope("999900420", "ggz-noord"));
        assertThat(names.of(DESK, envelope("999900420", "ggz-noord"))).isNotEqualTo(name);
        assertThat(names.of(SHELTER, envelope("999900523", "ggz-noord"))).isNotEqualTo(name);
        assertThat(new PartnerPseudonyms(secret("two")).of(SHELTER, envelope("999900420", "ggz-noord")))
                .isNotEqualTo(name);
    }

    @Test
    void namesAClientWithoutBsnByTheNumberOfItsSender() {
        String name = names.of(SHELTER, envelope("", "ggz-noord"));
        assertThat(names.of(SHELTER, envelope("", "ggz-noord"))).isEqualTo(name);
        assertThat(names.of(SHELTER, envelope("", "ziekenhuis-demo"))).isNotEqualTo(name);
    }
}
