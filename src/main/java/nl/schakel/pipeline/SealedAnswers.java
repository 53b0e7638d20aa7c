package nl.schakel.pipeline;

import nl.schakel.identity.Doorkeeper;
import nl.schakel.referral.Problem;

/**
 * Seals the answers of the SOAP door (Bv03, Fo03) for who seals inside SOAP itself, at the moment they leave: whoever gets one
 * believes its Timestamp for minutes, and a repeated message gets its stored answer after days. What is stored is the answer.
 */
final class SealedAnswers implements FrontDesk {
    private static final String SOAP = "soap";

    private final FrontDesk desk;
    private final Doorkeeper doorkeeper;
    private final SoapExchange.Sealing sealing;

    SealedAnswers(FrontDesk desk, Doorkeeper doorkeeper, SoapExchange.Sealing sealing) {
        this.desk = desk;
        this.doorkeeper = doorkeeper;
        this.sealing = sealing;
    }

    @Override
    public Received receive(Inbound inbound) {
        Received received = desk.receive(inbound);
        return inbound.door().equals(SOAP) && doorkeeper.sealsInXml(inbound.certificates())
                ? received.with(sealing.seal(received.answer()))
                : received;
    }

    /** Nobody knows yet whom this is for. */
    @Override
    public byte[] refuse(String door, Problem problem) {
        return desk.refuse(door, problem);
    }
}
