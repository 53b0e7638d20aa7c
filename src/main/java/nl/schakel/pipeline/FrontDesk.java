package nl.schakel.pipeline;

/** Where every front door hands in what it received. */
public interface FrontDesk {

    /** Identifies, reads and accepts one message; returns after the commit. Never throws for what a sender sent. */
    Received receive(Inbound inbound);

    /** The answer to something that never became a message (a broken frame), in the door's language. */
    byte[] refuse(String door, nl.schakel.referral.Problem problem);
}
