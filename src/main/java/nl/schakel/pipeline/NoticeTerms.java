package nl.schakel.pipeline;

import java.util.Set;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.referral.PartnerId;

/**
 * How a partner acknowledges a notice. Who can answer on a task does so. Of who cannot, the answer of its protocol counts,
 * for a program gives it; a file that was laid down is no answer, so there a person says that it was read.
 */
record NoticeTerms(Directory directory) {
    private static final String TASK = "Task";
    private static final Set<String> ANSWERING = Set.of("mllp-out", "https-json-out", "fhir-rest-out");

    boolean byProtocol(PartnerId partner) {
        return directory
                .partner(partner)
                .map(p -> !p.sends().contains(TASK) && answers(p))
                .orElse(false);
    }

    private static boolean answers(Partner partner) {
        return partner.wayOut()
                .map(ChannelUse::template)
                .map(ANSWERING::contains)
                .orElse(false);
    }
}
