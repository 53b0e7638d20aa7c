package nl.schakel.pipeline;

import nl.schakel.referral.PartnerId;

/**
 * How this gateway names itself to partners.
 *
 * @param name for people
 * @param baseUrl where partners reach its FHIR door, without a trailing slash
 */
record GatewayName(PartnerId id, String name, String baseUrl) {}
