package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.net.ssl.SSLContext;
import nl.schakel.directory.Directory;
import nl.schakel.egress.Egress;
import nl.schakel.pipeline.BackDoor;
import nl.schakel.pipeline.RequestSealing;
import nl.schakel.pipeline.SoapExchange;
import nl.schakel.ports.FreePorts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChannelConfigurationTest {

    @Test
    void standsWithShutDoorsUntilTheFrameOpensThem() {
        int port = FreePorts.one();
        new ApplicationContextRunner()
                .withUserConfiguration(ChannelConfiguration.class)
                .withBean(FakeDesk.class, FakeDesk::new)
                .withBean(Egress.class, () -> Egress.unlisted(false))
                .withBean(SSLContext.class, TestKeys::gateway)
                .withBean(SoapExchange.Sealing.class, () -> envelope -> envelope)
                .withBean(SoapExchange.Checking.class, () -> (partner, answer) -> true)
                .withBean(RequestSealing.class, () -> head -> "..")
                .withBean(Directory.class, () -> Directory.of(List.of()))
                .withPropertyValues("schakel.ports.mllp=" + port, "schakel.ports.mllps=0", "schakel.ports.partner=0")
                .run(context -> {
                    assertThat(context).hasSingleBean(BackDoor.class).hasSingleBean(Channels.class);
                    context.getBean(FrontDoors.class).open();
                    try (Ward ward = new Ward(port)) {
                        ward.say(Ward.framed(Ward.message("SPRING")));
                        assertThat(ward.hear()).contains("MSA|AA|SPRING");
                    }
                });
    }
}
