package nl.schakel.referral;

/** What must travel with information through every translation. */
public enum Label {
    /** The client's whereabouts are protected (BRP geheimhouding, PD1-12, women's shelter). */
    SECRET_ADDRESS,
    /** From a medical source: keeps its label of origin when re-disclosed. */
    MEDICAL_ORIGIN
}
