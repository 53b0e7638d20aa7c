package nl.schakel.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Partner;
import nl.schakel.referral.PartnerId;

/** A place of one partner where its messages are collected: a folder, a mailbox, a server. */
record Pickup(PartnerId partner, ChannelUse use) {
    /** Parameter by which a template says that it collects for one partner; the other doors are shared. */
    static final String PARTNER = "partner";

    static final String SEALED = "sealed";

    static List<Pickup> of(List<Partner> partners, Templates templates) {
        return partners.stream()
                .flatMap(partner -> partner.channels().stream()
                        .filter(use -> !use.leadsOut() && templates.takes(use.template(), PARTNER))
                        .map(use -> new Pickup(partner.id(), use)))
                .toList();
    }

    /** Name of its route. */
    String name() {
        return partner + "." + use.name();
    }

    Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>(use.parameters());
        all.put("in", name());
        all.put(PARTNER, partner.value());
        all.put(SEALED, Boolean.toString(use.sealed()));
        return all;
    }
}
