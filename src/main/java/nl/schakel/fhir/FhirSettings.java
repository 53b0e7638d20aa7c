package nl.schakel.fhir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this gateway calls itself on the FHIR door.
 *
 * @param name shown to partners
 * @param endpoint address of the door as partners see it
 */
@ConfigurationProperties("schakel.fhir")
record FhirSettings(
        @DefaultValue("Schakel") String name,
        @DefaultValue("https://localhost:8443/fhir") String endpoint) {}
