package nl.schakel.demo;

import java.util.Arrays;
import java.util.Optional;
import nl.schakel.referral.PartnerId;

/** Who plays in the demo; the gateway itself is in it because it needs keys as well. */
enum Cast {
    SCHAKEL("schakel", "Schakel (TEST)", 0, 0),
    GGZ_NOORD("ggz-noord", "GGZ Noord (TEST)", 1, 12575),
    ZIEKENHUIS("ziekenhuis-demo", "Ziekenhuis Zuid (TEST)", 2, 12443),
    PI("pi-demo", "PI Demo (TEST)", 3, 0),
    TOEGANG("toegang-eindhoven", "Toegang Eindhoven (TEST)", 4, 0),
    OPVANG("opvang-demo", "Opvang Demo (TEST)", 5, 12444),
    VROUWENOPVANG("vrouwenopvang-demo", "Vrouwenopvang Demo (TEST)", 6, 12446),
    SCHULDHULP("schuldhulp-demo", "Schuldhulp Demo (TEST)", 7, 12445),
    GEMEENTE("gemeente-demo", "Gemeente Demo (TEST)", 8, 12447),
    CTI_TEAM("cti-team-demo", "CTI-team Demo (TEST)", 9, 0);

    private final String id;
    private final String fullName;
    private final int number;
    private final int port;

    Cast(String id, String fullName, int number, int port) {
        this.id = id;
        this.fullName = fullName;
        this.number = number;
        this.port = port;
    }

    PartnerId id() {
        return new PartnerId(id);
    }

    String fullName() {
        return fullName;
    }

    /** A synthetic OIN: the prefix of the foundation register, nine digits, three zeros. */
    String oin() {
        return "00000099%09d000".formatted(number);
    }

    /** A synthetic number in the UZI register, for those who give care. */
    Optional<String> ura() {
        return this == GGZ_NOORD || this == ZIEKENHUIS ? Optional.of("9000%04d".formatted(number)) : Optional.empty();
    }

    boolean isGateway() {
        return this == SCHAKEL;
    }

    /** The port its stand-in listens on; empty when it has none. */
    Optional<Integer> port() {
        return port == 0 ? Optional.empty() : Optional.of(port);
    }

    static Optional<Cast> of(PartnerId id) {
        return Arrays.stream(values())
                .filter(cast -> cast.id.equals(id.value()))
                .findFirst();
    }
}
