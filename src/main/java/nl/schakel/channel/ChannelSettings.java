package nl.schakel.channel;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the doors are.
 *
 * @param templates folder of the reviewed route templates
 * @param secrets folder of the passwords that partner files name, one file each
 * @param plainAddress where MLLP without TLS listens; loopback unless a VPN ends on another address
 * @param address where the doors with TLS listen
 * @param mllpCertificate whether MLLP over TLS needs a client certificate, or only asks for one
 * @param workers threads that take messages in; each may wait for a commit
 */
@ConfigurationProperties("schakel.channel")
record ChannelSettings(
        @DefaultValue("routes/channels") Path templates,
        @DefaultValue("config/secrets") Path secrets,
        @DefaultValue("127.0.0.1") String plainAddress,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("true") boolean mllpCertificate,
        @DefaultValue("16") int workers) {}
