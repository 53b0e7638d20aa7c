package nl.schakel.channel;

import java.util.List;
import nl.schakel.referral.Problem;

/** What differs in HTTP between the doors behind the partners' port: media types, and the status of an answer. */
enum HttpLanguage {
    FHIR("fhir", "application/fhir+json", "application/fhir+json", 202),
    JSON("json", "application/json", "application/problem+json", 202),
    /** WS-I Basic Profile 1.1: an answer is 200, a fault is 500 (R1124, R1126). */
    SOAP("soap", "text/xml; charset=utf-8", "text/xml; charset=utf-8", 200);

    private static final int FAULT = 500;
    private static final List<HttpLanguage> ALL = List.of(values());

    private final String door;
    private final String good;
    private final String bad;
    private final int taken;

    HttpLanguage(String door, String good, String bad, int taken) {
        this.door = door;
        this.good = good;
        this.bad = bad;
        this.taken = taken;
    }

    /** The language of the address that was asked. */
    static HttpLanguage of(String uri) {
        String door = HttpPaths.door(HttpPaths.pathOf(uri));
        for (HttpLanguage language : ALL) {
            if (language.door.equals(door)) {
                return language;
            }
        }
        return FHIR;
    }

    String door() {
        return door;
    }

    String good() {
        return good;
    }

    String bad() {
        return bad;
    }

    int taken() {
        return taken;
    }

    int refused(Problem problem) {
        return this == SOAP ? FAULT : problem.code().httpStatus();
    }
}
