package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Deletions;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Scope;

/** What the sender of one message deletes, as it bears on the pieces of information that its mapping makes. */
final class TakenAway {
    private final Optional<Recorder> recorder;
    private final List<Deletion> all = new ArrayList<>();

    TakenAway(Optional<Recorder> recorder) {
        this.recorder = recorder;
    }

    /** Members of a piece that a message has once. */
    void members(InboundMapping.ItemRule rule, List<Deleting.Found> found) {
        for (Deleting.Found one : found) {
            add(one, new Deletion(one.from().path(), rule.category(), rule.resourceType(), one.path(), one.alone()));
        }
    }

    /**
     * Pieces of which a message has several are told as a whole, so that a deletion inside takes nothing else away.
     *
     * @param nothingElse the only such piece of the message is deleted in full: there are none any more (HL7 v2.5, chapter
     *     2.10.4.1, snapshot mode)
     */
    void pieces(InboundMapping.ItemRule rule, List<Deleting.Found> found, boolean nothingElse) {
        if (nothingElse && !found.isEmpty()) {
            Deleting.Found first = found.get(0);
            String segment = first.from().path().replaceFirst("-.*", "");
            Deletion.ofAll(segment, rule.category(), rule.resourceType()).ifPresent(all -> add(first, all));
        }
    }

    private void add(Deleting.Found found, Deletion deletion) {
        all.add(deletion);
        recorder.ifPresent(r -> r.deleted(new Explanation.Deleted(
                deletion.target(),
                found.from().path(),
                Optional.ofNullable(found.rule()),
                deletion.category(),
                Deletions.isNeeded(deletion))));
    }

    /** All of it, with the places that safety rests on. */
    Deletions away(Ledger ledger, Scope whole, boolean deletes) {
        return deletes
                ? Deletions.said(
                        all,
                        ledger.protectedDeletions(whole).stream()
                                .map(this::protectedPlace)
                                .toList())
                : Deletions.NONE;
    }

    private String protectedPlace(Leaf leaf) {
        recorder.ifPresent(r -> r.deleted(
                new Explanation.Deleted("labels", leaf.path(), Optional.empty(), Category.SECRET_ADDRESS, true)));
        return leaf.path();
    }
}
