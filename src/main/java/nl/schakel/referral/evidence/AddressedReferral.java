package nl.schakel.referral.evidence;

/** A minimised referral with the channel and the mapping through which its receiver takes it. */
public final class AddressedReferral {
    private final MinimisedReferral minimised;
    private final Delivery delivery;

    private AddressedReferral(MinimisedReferral minimised, Delivery delivery) {
        this.minimised = minimised;
        this.delivery = delivery;
    }

    /** Called by the room {@code directory} alone. */
    public static AddressedReferral minted(MinimisedReferral minimised, Delivery delivery) {
        return new AddressedReferral(minimised, delivery);
    }

    public MinimisedReferral minimised() {
        return minimised;
    }

    public Delivery delivery() {
        return delivery;
    }
}
