package nl.schakel.consent;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of consent.
 *
 * @param version name under which decisions record the policy
 */
@ConfigurationProperties("schakel.consent")
record ConsentSettings(@DefaultValue("default-policy") String version) {}
