package nl.schakel.pipeline;

import nl.schakel.directory.Directory;
import nl.schakel.directory.Gateway;
import nl.schakel.referral.PartnerId;

/**
 * How this gateway names itself to partners.
 *
 * @param name for people
 * @param baseUrl where partners reach its FHIR door, without a trailing slash
 */
record GatewayName(PartnerId id, String name, String baseUrl) {

    static GatewayName of(Directory directory, String baseUrl) {
        Gateway own = directory
                .gateway()
                .orElseGet(() -> new Gateway(new PartnerId("schakel"), "Schakel", "00000099000000000000"));
        return new GatewayName(own.id(), own.name(), baseUrl);
    }
}
