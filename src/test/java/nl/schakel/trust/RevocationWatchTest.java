package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revocation as it is heard from files, from the web and from a responder, with a real HTTP server behind it. */
@Guards(Threat.T28)
class RevocationWatchTest {
    private static final Subject WARD = new Subject("ggz-noord", Workshop.OIN);

    @TempDir
    Path pki;

    private final AtomicReference<Instant> now = new AtomicReference<>(Workshop.NOW);
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicReference<UnaryOperator<byte[]>> onTheWay = new AtomicReference<>(UnaryOperator.identity());
    private final Clock clock = new Moved();
    private CertificateAuthority authority;
    private IssuedKey ward;
    private TrustAnchors anchors;
    private HttpServer server;

    @BeforeEach
    void openTheAuthority() throws IOException {
        authority = CertificateAuthority.createAt(pki, clock);
        ward = authority.issue(WARD, Usage.SEAL);
        anchors = TrustAnchors.of(List.of(authority.root(), authority.intermediate()), clock);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/list", exchange -> answer(exchange, authority.crl()));
        server.createContext(
                "/ocsp",
                exchange -> answer(
                        exchange, authority.ocsp(exchange.getRequestBody().readAllBytes())));
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", at("/list"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void hearsOfARevocationFromAFile() {
        RevocationWatch watch = watch(List.of(pki.resolve("ca/intermediate.crl").toString()), Optional.empty());
        look(watch);
        assertThat(cause()).isEmpty();

        revoke();
        look(watch);

        assertThat(cause()).hasValue("certificate-revoked");
    }

    @Test
    void hearsOfARevocationFromTheWeb() {
        RevocationWatch watch = watch(List.of(at("/list")), Optional.empty());
        look(watch);
        assertThat(cause()).isEmpty();

        revoke();
        assertThat(cause()).as("nothing is fetched while somebody waits").isEmpty();
        look(watch);

        assertThat(cause()).hasValue("certificate-revoked");
    }

    @Test
    void handsOutForEvidenceWhatItFetched() {
        RevocationWatch watch = watch(List.of(at("/list"), at("/nothing")), Optional.empty());
        assertThat(watch.lists()).isEmpty();
        look(watch);
        assertThat(watch.lists()).hasSize(1);
        PastRevocations before = PastRevocations.of(watch.lists(), List.of());
        assertThat(before.speakOf(ward.certificate(), authority.intermediate(), now.get()))
                .isTrue();
        assertThat(before.revokedAt(ward.certificate(), authority.intermediate()))
                .isEmpty();
        revoke();
        look(watch);
        assertThat(PastRevocations.of(watch.lists(), List.of()).revokedAt(ward.certificate(), authority.intermediate()))
                .isPresent();
    }

    /** Evidence is made years later, by another process, when nobody answers about the certificate any more. */
    @Test
    void keepsForEvidenceWhatTheResponderLastSaid() {
        RevocationWatch watch = watch(List.of(), Optional.of(URI.create(at("/ocsp"))));
        cause();
        assertThat(watch.answers(ward.chain())).isEmpty();
        look(watch);
        assertThat(watch.answers(ward.chain())).hasSize(1);
        byte[] good = watch.answers(ward.chain()).get(0);
        assertThat(past(watch).speakOf(ward.certificate(), authority.intermediate(), now.get()))
                .isTrue();
        assertThat(past(watch)
                        .speakOf(authority.issue(WARD, Usage.SEAL).certificate(), authority.intermediate(), now.get()))
                .as("another certificate of the same authority")
                .isFalse();
        now.set(now.get().plusSeconds(60));
        revoke();
        look(watch);
        assertThat(past(watch).revokedAt(ward.certificate(), authority.intermediate()))
                .hasValue(now.get());

        RevocationWatch afterRestart = watch(List.of(), Optional.of(URI.create(at("/ocsp"))));
        assertThat(past(afterRestart).revokedAt(ward.certificate(), authority.intermediate()))
                .isPresent();
        onTheWay.set(said -> good);
        look(afterRestart);
        assertThat(past(afterRestart).revokedAt(ward.certificate(), authority.intermediate()))
                .as("an older answer is played again")
                .isPresent();
    }

    @Test
    void goesOnWhereAnswersCannotBeWritten() throws IOException {
        java.nio.file.Files.writeString(pki.resolve("status"), "no folder");
        RevocationWatch watch = watch(List.of(), Optional.of(URI.create(at("/ocsp"))));
        cause();
        look(watch);
        assertThat(cause()).isEmpty();
        assertThat(watch.answers(ward.chain())).hasSize(1);
    }

    private PastRevocations past(RevocationWatch watch) {
        return PastRevocations.of(List.of(), watch.answers(ward.chain()));
    }

    @Test
    void hearsOfARevocationFromAResponder() {
        RevocationWatch watch = watch(List.of(), Optional.of(URI.create(at("/ocsp"))));
        look(watch);
        assertThat(cause()).as("nobody was asked about it yet").hasValue("certificate-status-unknown");
        look(watch);
        assertThat(cause()).isEmpty();

        revoke();
        look(watch);

        assertThat(cause()).hasValue("certificate-revoked");
    }

    @Test
    void takesNoAnswerThatSomebodyElseSignedOrThatWasChanged(@TempDir Path elsewhere) throws Exception {
        RevocationWatch watch = watch(List.of(), Optional.of(URI.create(at("/ocsp"))));
        cause();
        byte[] question = Ocsp.question(ward.certificate(), authority.intermediate());
        byte[] theirs = CertificateAuthority.createAt(elsewhere, clock).ocsp(question);
        byte[] other =
                authority.ocsp(Ocsp.question(authority.issue(WARD, Usage.TLS).certificate(), authority.intermediate()));
        for (byte[] bad : List.of(theirs, other, flipped(authority.ocsp(question)), new byte[0], new byte[] {0x30})) {
            onTheWay.set(good -> bad);
            look(watch);
            assertThat(cause()).hasValue("certificate-status-unknown");
        }
        onTheWay.set(UnaryOperator.identity());
        look(watch);
        assertThat(cause()).isEmpty();
    }

    @Test
    void answersUnknownAboutCertificatesOfOthers(@TempDir Path elsewhere) throws Exception {
        CertificateAuthority other = CertificateAuthority.createAt(elsewhere, clock);
        IssuedKey theirs = other.issue(WARD, Usage.SEAL);
        byte[] said = authority.ocsp(Ocsp.question(theirs.certificate(), other.intermediate()));
        assertThat(Ocsp.answer(said, theirs.certificate(), other.intermediate(), now.get()))
                .isEmpty();
        assertThat(authority.ocsp(new byte[] {1, 2, 3})).isNotEmpty();
    }

    /** Down for five hours: in order until the list has been late for four, then unknown, then in order again. */
    @Test
    void keepsTheLastWordForTheGraceAndNoLonger() {
        RevocationWatch watch = watch(List.of(at("/list")), Optional.empty());
        look(watch);
        down.set(true);
        Instant end = authority.crls().get(1).getNextUpdate().toInstant();

        now.set(end.plus(Duration.ofHours(4)));
        look(watch);
        assertThat(cause()).isEmpty();
        assertThat(watch.sources().get(at("/list")).trouble()).hasValue("HTTP status 503");

        now.set(end.plus(Duration.ofHours(5)));
        look(watch);
        assertThat(cause()).hasValue("certificate-status-unknown");
        assertThat(anchors.verify(ward.chain(), Usage.SEAL))
                .as("the sender keeps it and sends it again later")
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.CERTIFICATE_STATUS_UNKNOWN)));

        down.set(false);
        authority = CertificateAuthority.createAt(pki, clock);
        look(watch);
        assertThat(cause()).isEmpty();
        assertThat(watch.sources().get(at("/list")).trouble()).isEmpty();
    }

    @Test
    void doesNotForgetARevocationWhenAnOlderListIsPlayedAgain() {
        byte[] before = authority.crl();
        RevocationWatch watch = watch(List.of(at("/list")), Optional.empty());
        now.set(Workshop.NOW.plusSeconds(60));
        revoke();
        look(watch);
        assertThat(cause()).hasValue("certificate-revoked");

        onTheWay.set(now -> before);
        look(watch);

        assertThat(cause()).hasValue("certificate-revoked");
    }

    @Test
    @Guards(Threat.T17)
    void takesNoListThatIsNoneAndFollowsNoRedirect() {
        RevocationWatch watch = watch(
                List.of(at("/elsewhere"), pki.resolve("ca/root.crt").toString(), at("/nothing")), Optional.empty());
        look(watch);
        assertThat(cause()).hasValue("certificate-status-unknown");
        assertThat(watch.sources().get(at("/elsewhere")).trouble()).hasValue("HTTP status 302");
        assertThat(watch.sources().values())
                .allSatisfy(heard -> assertThat(heard.trouble()).isPresent());
    }

    @Test
    void asksOnlyAboutCertificatesWhosePathHolds() {
        IssuedKey stranger = Workshop.seal().by(Workshop.authority("x").make()).make();
        anchors.diagnose(stranger.chain(), Usage.SEAL, now.get());
        assertThat(anchors.met().all()).isEmpty();
        cause();
        assertThat(anchors.met().all()).hasSize(1);
    }

    /** Who gets a certificate can have any address written into it, and would have the gateway call it from the inside. */
    @Test
    @Guards(Threat.T17)
    void callsNoAddressInsideThatACertificateNames() throws Exception {
        AtomicInteger called = new AtomicInteger();
        server.createContext("/inside", exchange -> {
            called.incrementAndGet();
            exchange.close();
        });
        IssuedKey root = Workshop.authority("root").make();
        IssuedKey pointing = Workshop.seal()
                .by(root)
                .asking(at("/inside/ocsp"), at("/inside/list"))
                .make();
        anchors = TrustAnchors.of(List.of(root.certificate()), clock);
        anchors.diagnose(pointing.chain(), Usage.SEAL, now.get());
        assertThat(anchors.met().all()).isNotEmpty();

        RevocationWatch production = watch(List.of(), Optional.empty());
        look(production);
        assertThat(called).hasValue(0);
        assertThat(production.sources().keySet()).contains(at("/inside/ocsp"), at("/inside/list"));
        assertThat(production.sources().values())
                .allSatisfy(heard -> assertThat(heard.trouble().orElseThrow())
                        .contains("gateway.yaml, egress.allow", "this machine, in production"));

        look(new RevocationWatch(
                anchors,
                List.of(),
                Optional.empty(),
                pki.resolve("status"),
                Egress.listed(List.of("10.0.0.0/8"), false)));
        assertThat(called).hasValue(0);

        look(new RevocationWatch(anchors, List.of(), Optional.empty(), pki.resolve("status"), Egress.unlisted(false)));
        assertThat(called).as("in a demo both are asked").hasValue(2);
    }

    private RevocationWatch watch(Collection<String> lists, Optional<URI> responder) {
        return new RevocationWatch(anchors, lists, responder, pki.resolve("status"), Egress.unlisted(true));
    }

    private void look(RevocationWatch watch) {
        anchors.renew(watch.look(RegisteredKeys.NONE));
    }

    private Optional<String> cause() {
        return anchors.diagnose(ward.chain(), Usage.SEAL, now.get());
    }

    private void revoke() {
        authority.revoke(ward.certificate().getSerialNumber());
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            byte[] sent = onTheWay.get().apply(body);
            exchange.sendResponseHeaders(down.get() ? 503 : 200, sent.length == 0 ? -1 : sent.length);
            exchange.getResponseBody().write(sent);
        }
    }

    /** A clock that the test moves. */
    private final class Moved extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
