package nl.schakel.channel;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Ports of the front doors; 0 leaves a door shut. */
@ConfigurationProperties("schakel.ports")
record DoorPorts(
        @DefaultValue("8443") int partner,
        @DefaultValue("2575") int mllp,
        @DefaultValue("2576") int mllps) {}
