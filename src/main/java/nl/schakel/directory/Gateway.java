package nl.schakel.directory;

import nl.schakel.referral.PartnerId;

/** The gateway's own identity: how it signs and is addressed. It is no partner and takes part in no circle. */
public record Gateway(PartnerId id, String name, String oin) {}
