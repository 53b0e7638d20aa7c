package nl.schakel.translate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Referral;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.JsonTree;
import nl.schakel.translate.tree.SourceMessage;

/**
 * What outbound mappings make of a message or of a word, for examples and for people who write mappings: with ids and a
 * time that are always the same. It gives bytes without evidence, which no room seals or sends.
 */
public final class Specimens {
    private static final OutboundContext CONTEXT = new OutboundContext(
            "5a0d7c3e-2222-4333-8444-555566667777",
            new ReferralReference(2026, 1),
            UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
            1,
            Instant.parse("2026-04-10T22:30:00Z"),
            new PartnerId("schakel"),
            "Schakel demo",
            "https://localhost:8443/fhir");

    private final Translator translator;

    /** @param translator whose mappings they show */
    public Specimens(Translator translator) {
        this.translator = translator;
    }

    /** The mapping of this name in a family; where the family has none, the only one that has this name. */
    public String named(String family, String name) {
        String own = family + '/' + name;
        List<String> others = translator.versions().keySet().stream()
                .filter(id -> id.endsWith('/' + name))
                .toList();
        return translator.knows(own) || others.size() != 1 ? own : others.get(0);
    }

    /** Whether there is a mapping of this id that tells a status word. */
    public boolean tells(String mappingId) {
        return translator.outbound(mappingId, Formats.STATUS) instanceof Step.Next;
    }

    /**
     * For somebody who may know everything but where a protected client is.
     *
     * @param receiver as in the tree of a release: {@code id}, {@code role}, {@code purpose}, {@code circle}, {@code need}
     */
    public Step<byte[]> release(TranslatedReferral translated, Json.Obj receiver, String mappingId) {
        return translator
                .outbound(mappingId, Formats.RELEASE)
                .then(mapping ->
                        mapping.write(JsonTree.of(tree(translated.referral(), receiver)), CONTEXT.messageId()));
    }

    private static Json.Obj tree(Referral referral, Json.Obj receiver) {
        List<InformationItem> kept = referral.items().stream()
                .filter(item -> item.category() != Category.SECRET_ADDRESS)
                .toList();
        return OwnTree.release(
                referral.envelope(), receiver, kept, referral.items().size() - kept.size(), CONTEXT);
    }

    /**
     * For who sent a referral.
     *
     * @param told {@code status}, and where there is one {@code reason}, {@code senderReference}, {@code exitDate}
     * @param original the message that is answered
     */
    public Step<byte[]> status(Json.Obj told, Optional<SourceMessage> original, String mappingId) {
        return translator
                .outbound(mappingId, Formats.STATUS)
                .then(mapping -> Translator.noticed(mapping, notice(told, original))
                        .then(root -> mapping.write(root, CONTEXT.messageId())));
    }

    private static StatusNotice notice(Json.Obj told, Optional<SourceMessage> original) {
        return new StatusNotice(
                CONTEXT.messageId(),
                CONTEXT.reference(),
                CONTEXT.taskId(),
                CONTEXT.taskVersion() + 1,
                told.text("status").orElse(""),
                told.text("reason"),
                told.text("senderReference"),
                told.text("exitDate").map(LocalDate::parse),
                CONTEXT.at(),
                original,
                CONTEXT.baseUrl());
    }
}
