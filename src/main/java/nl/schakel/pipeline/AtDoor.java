package nl.schakel.pipeline;

import nl.schakel.referral.Envelope;
import nl.schakel.referral.MappingVersion;

/** What a door has to know of a message to accept it. */
record AtDoor(Envelope envelope, MappingVersion mapping) {}
