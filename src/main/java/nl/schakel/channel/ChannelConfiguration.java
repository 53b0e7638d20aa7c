package nl.schakel.channel;

import java.util.List;
import javax.net.ssl.SSLContext;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.egress.Egress;
import nl.schakel.pipeline.BackDoor;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.FrontDesk;
import nl.schakel.pipeline.ReadingDesk;
import nl.schakel.pipeline.RequestSealing;
import nl.schakel.pipeline.SoapExchange;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ChannelSettings.class, DoorPorts.class})
class ChannelConfiguration {

    /** The desks are lazy: the hall itself needs the back door. */
    @Bean
    DoorWorks doorWorks(
            ChannelSettings settings,
            @Lazy FrontDesk frontDesk,
            @Lazy ReadingDesk readingDesk,
            @Lazy FileDesk fileDesk,
            SSLContext gatewayTls,
            SoapExchange.Sealing soap,
            SoapExchange.Checking answers,
            RequestSealing request,
            Egress egress)
            throws Exception {
        return new DoorWorks(
                settings,
                frontDesk,
                readingDesk,
                fileDesk,
                gatewayTls,
                new DoorWorks.Sealing(soap, answers, request),
                egress,
                DoorWorks.Times.usual());
    }

    @Bean
    Channels channels(DoorWorks works, Directory directory) {
        Channels channels = new Channels(works.templates());
        for (Partner partner : directory.partners()) {
            channels.open(partner).ifPresent(problem -> {
                throw new DoorUnavailable(
                        problem, new IllegalStateException(partner.id().value()));
            });
        }
        return channels;
    }

    @Bean
    BackDoor backDoor(DoorWorks works, Channels channels) {
        return new CamelBackDoor(channels, works.producer());
    }

    /** Shut until the frame says that everything behind the doors stands. */
    @Bean
    FrontDoors frontDoors(DoorWorks works, ChannelSettings settings, DoorPorts ports, Directory directory) {
        return new FrontDoors(
                works.templates(),
                ports(settings, ports),
                Pickup.of(directory.partners(), works.templates()),
                works.rest());
    }

    static List<FrontDoors.Port> ports(ChannelSettings settings, DoorPorts ports) {
        return List.of(
                new FrontDoors.Port("mllp", "mllp-in", settings.plainAddress(), ports.mllp()),
                new FrontDoors.Port("mllps", "mllp-in", settings.address(), ports.mllps()),
                new FrontDoors.Port("partner", "fhir-rest-in", settings.address(), ports.partner()));
    }
}
