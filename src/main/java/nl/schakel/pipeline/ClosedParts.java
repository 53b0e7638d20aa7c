package nl.schakel.pipeline;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.schakel.directory.Agreement;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Gateway;
import nl.schakel.directory.Partner;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.SealedContent;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.SealedPart;

/**
 * Seals at the hop, for a receiver that wants it ({@code seal-parts} in its file), what is most worth hiding: one part for
 * each category, before any bytes are made that are kept or sent. The gateway has seen it; who reads its outbound store, its
 * broker or the line does not. Without a certificate that is in order nothing goes.
 *
 * @param certificates to which parts are sealed for an organisation, by its OIN
 */
record ClosedParts(Directory directory, Function<String, Step<X509Certificate>> certificates, PartSealer sealer) {
    private static final String MEDIA_TYPE = "application/fhir+json";

    /** Whether parts can be sealed for this receiver now; also who wants none may have its message. */
    Step<PartnerId> ready(PartnerId receiver) {
        return wants(receiver) ? certificate(receiver).map(found -> receiver) : Step.next(receiver);
    }

    /**
     * @param messageId of the message that leaves, as its Bundle will say it
     * @return as it was for who wants none; or stopped with {@code CERTIFICATE_REFUSED} or {@code
     *     CERTIFICATE_STATUS_UNKNOWN}
     */
    Step<MinimisedReferral> close(MinimisedReferral left, PartnerId receiver, String messageId) {
        return wants(receiver)
                ? certificate(receiver).map(to -> closed(left, new Envelope(receiver, messageId, to)))
                : Step.next(left);
    }

    private record Envelope(PartnerId receiver, String messageId, X509Certificate certificate) {}

    private boolean wants(PartnerId receiver) {
        return directory.agreement(receiver).filter(Agreement::sealParts).isPresent();
    }

    private Optional<String> oin(PartnerId receiver) {
        return directory.partner(receiver).flatMap(Partner::oin);
    }

    private Step<X509Certificate> certificate(PartnerId receiver) {
        return oin(receiver)
                .map(certificates)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.CERTIFICATE_REFUSED, receiver.value())));
    }

    private MinimisedReferral closed(MinimisedReferral left, Envelope to) {
        List<InformationItem> open = new ArrayList<>();
        Map<Category, List<InformationItem>> closed = new EnumMap<>(Category.class);
        for (InformationItem item : left.items()) {
            Closing closing = Closing.of(item);
            closing.open().ifPresent(open::add);
            closing.closed()
                    .ifPresent(hidden -> closed.computeIfAbsent(item.category(), none -> new ArrayList<>())
                            .add(hidden));
        }
        int number = 0;
        for (var hidden : closed.entrySet()) {
            open.add(part("schakel-" + ++number, hidden.getKey(), hidden.getValue(), to));
        }
        return left.closed(open);
    }

    private InformationItem part(String name, Category category, List<InformationItem> items, Envelope to) {
        Set<Label> labels = new HashSet<>();
        items.forEach(item -> labels.addAll(item.labels()));
        SealedPart part = new SealedPart(
                to.messageId(),
                directory.gateway().map(Gateway::oin).orElse(""),
                oin(to.receiver()).orElseThrow(),
                name,
                MEDIA_TYPE,
                collection(items).utf8());
        return new InformationItem(
                category,
                SealedContent.of(sealer.seal(part, to.certificate()), category.code()),
                items.get(0).origin(),
                labels);
    }

    private static Json.Obj collection(List<InformationItem> items) {
        return Json.object()
                .with("resourceType", "Bundle")
                .with("type", "collection")
                .with(
                        "entry",
                        new Json.Arr(items.stream()
                                .<Json>map(item -> Json.object().with("resource", item.resource()))
                                .collect(Collectors.toList())));
    }
}
