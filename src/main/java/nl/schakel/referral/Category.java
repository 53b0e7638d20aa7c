package nl.schakel.referral;

import java.util.Arrays;
import java.util.Optional;

/** The data categories of the policy table ({@code mappings/policy/legend.json}); every leaf of the canonical form has one. */
public enum Category {
    IDENTITY("identity"),
    BSN("bsn"),
    CONTACT("contact"),
    ADDRESS("address"),
    SECRET_ADDRESS("secret-address"),
    REFERRAL("referral"),
    HOUSING("housing"),
    INCOME("income"),
    DEBTS("debts"),
    NETWORK("network"),
    ZRM("zrm"),
    PLAN("plan"),
    HEALTH_POINTER("health-pointer"),
    HEALTH_DETAIL("health-detail"),
    SAFETY("safety"),
    JUSTICE("justice"),
    LEGAL_STATUS("legal-status"),
    CHILDREN("children"),
    SPECIAL("special");

    private final String code;

    Category(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Category> of(String code) {
        return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
    }
}
