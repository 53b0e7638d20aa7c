package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import nl.schakel.egress.Egress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is known about revocation: lists from files and from the web, answers of responders. What cannot be had
 * keeps its last word until that ends, and then is unknown.
 */
public final class RevocationWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationWatch.class);

    private final TrustAnchors anchors;
    private final Set<String> lists;
    private final Optional<URI> responder;
    private final RevocationFetch named;
    private final RevocationFetch foreign;
    private final KeptAnswers kept;
    private final Map<String, X509CRL> known = new HashMap<>();
    private final Map<String, Heard> heard = new ConcurrentSkipListMap<>();
    private Map<String, OcspAnswer> answers = new HashMap<>();
    private volatile List<X509CRL> latest = List.of();

    /**
     * How one source does.
     *
     * @param at when it last answered; empty when it never did
     * @param trouble why it does not answer now
     */
    public record Heard(Optional<Instant> at, Optional<String> trouble) {}

    /**
     * @param lists files and addresses of revocation lists; those that certificates name are added
     * @param responder asked instead of the responders that certificates name
     * @param answersIn folder where answers are kept for evidence
     * @param egress what may be called; what certificates name comes from outside
     */
    RevocationWatch(
            TrustAnchors anchors, Collection<String> lists, Optional<URI> responder, Path answersIn, Egress egress) {
        this.named = new RevocationFetch(egress.own());
        this.foreign = new RevocationFetch(egress);
        this.kept = new KeptAnswers(answersIn);
        this.anchors = anchors;
        this.lists = new LinkedHashSet<>(lists);
        this.responder = responder;
    }

    /** One round: every list, and every certificate that was met. Trouble with one source stops no other. */
    synchronized Status look(RegisteredKeys keys) {
        List<Met.Pair> met = anchors.met().all();
        Set<String> places = new LinkedHashSet<>(lists);
        met.forEach(pair -> RevocationPlaces.lists(pair.certificate()).forEach(at -> places.add(at.toString())));
        places.forEach(place -> hear(place, () -> known.merge(place, list(place), RevocationWatch::newer)));
        latest = List.copyOf(known.values());
        ask(met);
        return new Status(List.copyOf(known.values()), answers, true, keys);
    }

    private void ask(List<Met.Pair> met) {
        Set<URI> silent = new HashSet<>();
        Map<String, OcspAnswer> fresh = new HashMap<>(answers);
        for (Met.Pair pair : met) {
            Optional<URI> at = responder.or(() -> RevocationPlaces.responder(pair.certificate()));
            at.filter(uri -> !silent.contains(uri)).ifPresent(uri -> {
                if (!hear(uri.toString(), () -> ask(uri, pair, fresh))) {
                    silent.add(uri);
                }
            });
        }
        answers = fresh;
    }

    private void ask(URI at, Met.Pair pair, Map<String, OcspAnswer> into) throws IOException {
        byte[] said =
                (responder.isPresent() ? named : foreign).ask(at, Ocsp.question(pair.certificate(), pair.issuer()));
        Instant now = anchors.now();
        Ocsp.answer(said, pair.certificate(), pair.issuer(), now).ifPresent(answer -> {
            into.merge(Certificates.thumbprintText(pair.certificate()), answer, RevocationWatch::later);
            kept.keep(pair, said, answer, now);
        });
    }

    /** Revoked stays revoked: an older answer that somebody plays again does not undo it. */
    private static OcspAnswer later(OcspAnswer one, OcspAnswer other) {
        return one.revoked() ? one : other;
    }

    /** A list that was replaced does not come back. */
    private static X509CRL newer(X509CRL one, X509CRL other) {
        return other.getThisUpdate().toInstant().isBefore(one.getThisUpdate().toInstant()) ? one : other;
    }

    private X509CRL list(String place) throws IOException {
        Optional<URI> web = RevocationPlaces.http(place);
        RevocationFetch fetch = lists.contains(place) ? named : foreign;
        return web.isPresent() ? RevocationList.parse(fetch.list(web.get())) : RevocationList.read(Path.of(place));
    }

    /** Something that may fail at its source. */
    @FunctionalInterface
    private interface Asking {
        void ask() throws IOException;
    }

    private boolean hear(String source, Asking asking) {
        Optional<Heard> before = Optional.ofNullable(heard.get(source));
        try {
            asking.ask();
            heard.put(source, new Heard(Optional.of(anchors.now()), Optional.empty()));
            return true;
        } catch (IOException | UncheckedIOException | KeyMaterialInvalid trouble) {
            String why = trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
            if (before.map(Heard::trouble).filter(Optional::isPresent).isEmpty()) {
                LOG.warn("revocation source is silent source={} trouble={}", source, why);
            }
            heard.put(source, new Heard(before.flatMap(Heard::at), Optional.of(why)));
            return false;
        }
    }

    /**
     * The newest revocation list of each source, from wherever it came, to go along with evidence.
     *
     * @return PEM
     */
    public List<byte[]> lists() {
        return latest.stream()
                .map(RevocationWatch::encoded)
                .map(der -> Pem.bytes(List.of(new Pem(Pem.CRL, der))))
                .toList();
    }

    /**
     * What responders last said about these certificates, to go along with evidence; nothing about who was never asked about.
     *
     * @return answers as they came (RFC 6960, DER)
     */
    public List<byte[]> answers(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .flatMap(certificate -> kept.about(certificate).stream())
                .toList();
    }

    private static byte[] encoded(X509CRL list) {
        try {
            return list.getEncoded();
        } catch (CRLException impossible) {
            throw new IllegalStateException("A list that was read can be written", impossible);
        }
    }

    /** Every source that was asked, by its address or file. */
    public Map<String, Heard> sources() {
        return new TreeMap<>(heard);
    }
}
