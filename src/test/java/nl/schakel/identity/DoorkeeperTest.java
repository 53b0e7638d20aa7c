package nl.schakel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedRequest;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TokenSeal;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.seal.XmlSealer;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Guards(Threat.T01)
class DoorkeeperTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final String GGZ_OIN = "00000099000000001000";
    private static final String OPVANG_OIN = "00000099000000005000";
    private static final IssuedKey GGZ_TLS =
            Workshop.tls().named(subject(GGZ_OIN)).by(ROOT).make();
    private static final IssuedKey OPVANG_TLS =
            Workshop.tls().named(subject(OPVANG_OIN)).by(ROOT).make();
    private static final IssuedKey GGZ_SEAL =
            Workshop.seal().named(subject(GGZ_OIN)).by(ROOT).make();
    private static final IssuedKey OPVANG_SEAL =
            Workshop.seal().named(subject(OPVANG_OIN)).by(ROOT).make();
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private static final Partner GGZ = partner(
            "ggz-noord",
            Role.GGZ,
            GGZ_OIN,
            Set.of("GGZ-NOORD"),
            Set.of("REF^I12"),
            Set.of("10.0.0.7", "::1"),
            "mllp-in");
    private static final Partner OPVANG = partner(
            "opvang-demo", Role.MO, OPVANG_OIN, Set.of(), Set.of("Task", "$process-message"), Set.of(), "fhir-rest-in");

    private static final AccessTokens TOKENS = new AccessTokens(TokenSeal.make(), "https://schakel.test", CLOCK);

    private final TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), CLOCK);
    private final Doorkeeper doorkeeper = new Doorkeeper(
            Directory.of(List.of(GGZ, OPVANG)),
            anchors,
            new SealVerifier(anchors),
            new XmlSealVerifier(anchors),
            TOKENS,
            CLOCK);

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "::1", "0:0:0:0:0:0:0:1", "::ffff:10.0.0.7"})
    void knowsAWardByItsFacilityAndItsAddress(String address) {
        assertThat(who(plain(address, "GGZ-NOORD", "REF^I12"))).isEqualTo("ggz-noord");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.8", "127.0.0.1", "", "localhost", "10.0.0.7:2575", "10.0.0.7.example", "::"})
    void refusesPlainMllpFromElsewhere(String address) {
        assertThat(who(plain(address, "GGZ-NOORD", "REF^I12"))).isEqualTo("SENDER_MISMATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOBODY", "", "ggz-noord", "GGZ-NOORD ", GGZ_OIN})
    void refusesAFacilityThatNoFileNames(String facility) {
        assertThat(who(plain("10.0.0.7", facility, "REF^I12"))).isEqualTo("SENDER_UNKNOWN");
    }

    @Test
    void refusesPlainMllpThatNamesNobody() {
        Claims nameless =
                new Claims("mllp", "10.0.0.7", List.of(), Optional.empty(), BODY, Optional.empty(), "REF^I12");
        assertThat(who(nameless)).isEqualTo("SENDER_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fhir", "drop", "MLLP", ""})
    void opensNoOtherDoorWithoutACertificate(String door) {
        Claims bare = new Claims(
                door, "10.0.0.7", List.of(), Optional.of(seal(GGZ_SEAL)), BODY, Optional.of("GGZ-NOORD"), "REF^I12");
        assertThat(who(bare)).isEqualTo("SENDER_UNKNOWN");
    }

    @Test
    void knowsTheOwnerOfAFolderAndWantsItsSealWhereTheFileSaysSo() {
        PartnerId prison = new PartnerId("pi-demo");
        assertThat(whoDropped(prison, false, Optional.empty())).isEqualTo("pi-demo");
        assertThat(whoDropped(prison, true, Optional.empty())).isEqualTo("SEAL_MISSING");
        assertThat(whoDropped(prison, true, Optional.of(seal(GGZ_SEAL)))).isEqualTo("pi-demo");
        assertThat(whoDropped(prison, false, Optional.of(seal(OPVANG_SEAL))))
                .as("another's seal is worse than none")
                .isEqualTo("SENDER_MISMATCH");
        assertThat(whoDropped(new PartnerId("nobody-known"), false, Optional.empty()))
                .isEqualTo("SENDER_UNKNOWN");
    }

    @Test
    void takesOnlyTheFormOfSealThatThePartnerFileAgrees() {
        String own = seal(OPVANG_SEAL);
        String adr = new Sealer(OPVANG_SEAL, CLOCK)
                .seal(OutboundDocument.minted(
                        new Delivery(OPVANG.id(), "in", "m", true, SealForm.ADR),
                        "id",
                        "application/fhir+json",
                        BODY,
                        "m"))
                .fold(message -> message.jws().orElseThrow(), problem -> "");
        assertThat(who(fhir(OPVANG_TLS, own, OPVANG_OIN))).isEqualTo("opvang-demo");
        assertThat(who(fhir(OPVANG_TLS, adr, OPVANG_OIN))).isEqualTo("SEAL_INVALID");
        Partner rules = new Partner(
                OPVANG.id(),
                OPVANG.name(),
                OPVANG.role(),
                OPVANG.oin(),
                OPVANG.facilities(),
                OPVANG.identifiers(),
                OPVANG.sends(),
                OPVANG.addresses(),
                List.of(new ChannelUse("in", "fhir-rest-in", Map.of(), true, Map.of(), false, SealForm.ADR)),
                Map.of(),
                "A",
                List.of(Duration.ZERO),
                "x");
        Doorkeeper agreed = new Doorkeeper(
                Directory.of(List.of(rules)),
                anchors,
                new SealVerifier(anchors),
                new XmlSealVerifier(anchors),
                TOKENS,
                CLOCK);
        assertThat(agreed.identify(fhir(OPVANG_TLS, adr, OPVANG_OIN))).isInstanceOf(Step.Next.class);
        assertThat(agreed.identify(fhir(OPVANG_TLS, own, OPVANG_OIN))).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void aSealInsideStandsInForTheOneBesideOnlyWhereItWasAgreed() {
        byte[] inside = inside(OPVANG_SEAL);
        Doorkeeper agreed = by(SealForm.PROVENANCE, true);
        assertThat(who(agreed, sealedInside(inside, Optional.empty(), "$process-message")))
                .isEqualTo("opvang-demo");
        assertThat(who(agreed, sealedInside(inside, Optional.of(beside(inside)), "$process-message")))
                .isEqualTo("opvang-demo");
        assertThat(who(agreed, sealedInside(inside, Optional.of(seal(OPVANG_SEAL)), "$process-message")))
                .as("the one beside is of other bytes")
                .isEqualTo("SEAL_INVALID");
        assertThat(who(agreed, sealedInside(inside(GGZ_SEAL), Optional.empty(), "$process-message")))
                .isEqualTo("SENDER_MISMATCH");
        assertThat(who(agreed, fhir(OPVANG_TLS, seal(OPVANG_SEAL), OPVANG_OIN)))
                .as("one beside a Bundle is of another form")
                .isEqualTo("SEAL_INVALID");
        assertThat(who(agreed, fhirBare("$process-message"))).isEqualTo("SEAL_MISSING");
        assertThat(who(agreed, fhirBare("Task"))).isEqualTo("SEAL_MISSING");
        assertThat(who(doorkeeper, sealedInside(inside, Optional.empty(), "$process-message")))
                .as("not agreed")
                .isEqualTo("SEAL_MISSING");
        assertThat(who(doorkeeper, sealedInside(inside, Optional.of(beside(inside)), "$process-message")))
                .isEqualTo("opvang-demo");
    }

    @Test
    void aSingleResourceHasItsSealBesideItWhateverWasAgreed() {
        Claims task = new Claims(
                "fhir", "10.0.0.9", OPVANG_TLS.chain(), Optional.of(seal(OPVANG_SEAL)), BODY, Optional.empty(), "Task");
        assertThat(who(by(SealForm.PROVENANCE, true), task)).isEqualTo("opvang-demo");
    }

    @Test
    void aSealInsideIsCheckedWhetherItWasAgreedOrNot() {
        byte[] wrong = new String(inside(OPVANG_SEAL), StandardCharsets.UTF_8)
                .replace("urn:x", "urn:y")
                .getBytes(StandardCharsets.UTF_8);
        for (Doorkeeper keeper : List.of(doorkeeper, by(SealForm.PROVENANCE, true), by(SealForm.OVERDRACHT, false))) {
            assertThat(who(keeper, sealedInside(wrong, Optional.of(beside(wrong)), "$process-message")))
                    .isEqualTo("SEAL_INVALID");
            assertThat(who(keeper, sealedInside(wrong, Optional.empty(), "$process-message")))
                    .isEqualTo("SEAL_INVALID");
            assertThat(who(keeper, inside(fhirBare("$process-message"), ""))).isEqualTo("SEAL_INVALID");
        }
        assertThat(who(
                        by(SealForm.OVERDRACHT, false),
                        sealedInside(inside(OPVANG_SEAL), Optional.empty(), "$process-message")))
                .isEqualTo("opvang-demo");
    }

    @Test
    void aSealOverTheRequestIsCheckedWhetherItWasAgreedOrNot() {
        Sealer own = new Sealer(OPVANG_SEAL, CLOCK);
        Claims good = adr(own.seal(head("schakel.test", BODY)), head("schakel.test", BODY));
        Doorkeeper agreed = by(SealForm.ADR_MESSAGE, true);
        for (Doorkeeper keeper : List.of(agreed, by(SealForm.ADR, true))) {
            assertThat(who(keeper, good)).isEqualTo("opvang-demo");
            assertThat(who(keeper, adr(own.seal(head("SCHAKEL.test:443", BODY)), head("SCHAKEL.test:443", BODY))))
                    .isEqualTo("opvang-demo");
            assertThat(who(keeper, adr(own.seal(head("other.test", BODY)), head("other.test", BODY))))
                    .as("meant for another gateway")
                    .isEqualTo("SEAL_INVALID");
            assertThat(who(keeper, adr(own.seal(head("schakel.test", BODY)), head("schakel.test", new byte[1]))))
                    .isEqualTo("SEAL_INVALID");
            assertThat(who(keeper, adr("", head("schakel.test", BODY)))).isEqualTo("SEAL_INVALID");
            assertThat(who(
                            keeper,
                            adr(
                                    new Sealer(GGZ_SEAL, CLOCK).seal(head("schakel.test", BODY)),
                                    head("schakel.test", BODY))))
                    .isEqualTo("SENDER_MISMATCH");
        }
    }

    @Test
    void whereMessageSigningWasAgreedBothSealsMustCome() {
        Doorkeeper agreed = by(SealForm.ADR_MESSAGE, true);
        String over = new Sealer(OPVANG_SEAL, CLOCK).seal(head("schakel.test", BODY));
        assertThat(who(agreed, fhir(OPVANG_TLS, adrSeal(), OPVANG_OIN))).isEqualTo("SEAL_MISSING");
        assertThat(who(
                        agreed,
                        over(fhir(OPVANG_TLS, over, OPVANG_OIN), new SealedRequest(over, head("schakel.test", BODY)))))
                .as("it seals the request and not the payload")
                .isEqualTo("SEAL_INVALID");
        assertThat(who(agreed, over(fhirBare("$process-message"), new SealedRequest(over, head("schakel.test", BODY)))))
                .as("what is kept must be sealed too")
                .isEqualTo("SEAL_MISSING");
        assertThat(who(
                        agreed,
                        over(
                                fhir(OPVANG_TLS, seal(OPVANG_SEAL), OPVANG_OIN),
                                new SealedRequest(over, head("schakel.test", BODY)))))
                .as("of another form")
                .isEqualTo("SEAL_INVALID");
    }

    private static Claims adr(String over, RequestHead head) {
        return over(fhir(OPVANG_TLS, adrSeal(), OPVANG_OIN), new SealedRequest(over, head));
    }

    private static Claims over(Claims claims, SealedRequest request) {
        return with(claims, new Seals(claims.seals().beside(), claims.seals().inside(), Optional.of(request)));
    }

    private static Claims inside(Claims claims, String data) {
        return with(claims, claims.seals().withInside(Optional.of(data)));
    }

    private static Claims with(Claims claims, Seals seals) {
        return new Claims(
                claims.door(),
                claims.remoteAddress(),
                claims.tlsChain(),
                seals,
                claims.bytes(),
                claims.named(),
                claims.messageKind(),
                claims.owner(),
                claims.authorization());
    }

    private static RequestHead head(String host, byte[] body) {
        return new RequestHead(
                "POST",
                "/fhir/$process-message",
                List.of(new RequestHead.Field("Host", host), new RequestHead.Field("Digest", SealForm.digest(body))));
    }

    private static String adrSeal() {
        return new Sealer(OPVANG_SEAL, CLOCK)
                .seal(OutboundDocument.minted(
                        new Delivery(OPVANG.id(), "in", "m", true, SealForm.ADR),
                        "id",
                        "application/fhir+json",
                        BODY,
                        "m"))
                .fold(message -> message.jws().orElseThrow(), problem -> "");
    }

    private static Claims fhirBare(String kind) {
        return new Claims(
                "fhir", "10.0.0.9", OPVANG_TLS.chain(), Optional.empty(), BODY, Optional.of(OPVANG_OIN), kind);
    }

    private static Claims sealedInside(byte[] message, Optional<String> beside, String kind) {
        String text = new String(message, StandardCharsets.UTF_8);
        int from = text.indexOf("\"data\":\"") + 8;
        Claims claims =
                new Claims("fhir", "10.0.0.9", OPVANG_TLS.chain(), beside, message, Optional.of(OPVANG_OIN), kind);
        return inside(claims, text.substring(from, text.indexOf('"', from)));
    }

    private static String beside(byte[] message) {
        return new Sealer(OPVANG_SEAL, CLOCK).seal(message, Sealer.DOCUMENT, "application/fhir+json");
    }

    private static byte[] inside(IssuedKey key) {
        byte[] bundle =
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"urn:x\"}]}".getBytes(StandardCharsets.UTF_8);
        return new Sealer(key, CLOCK)
                .seal(OutboundDocument.minted(
                        new Delivery(OPVANG.id(), "in", "m", true, SealForm.PROVENANCE),
                        "id",
                        "application/fhir+json",
                        bundle,
                        "m"))
                .fold(message -> message.bytes(), problem -> new byte[0]);
    }

    /** A doorkeeper who agreed this form with the shelter. */
    private Doorkeeper by(SealForm form, boolean sealed) {
        Partner shelter = new Partner(
                OPVANG.id(),
                OPVANG.name(),
                OPVANG.role(),
                OPVANG.oin(),
                OPVANG.facilities(),
                OPVANG.identifiers(),
                OPVANG.sends(),
                OPVANG.addresses(),
                List.of(new ChannelUse("in", "fhir-rest-in", Map.of(), sealed, Map.of(), false, form)),
                Map.of(),
                "A",
                List.of(Duration.ZERO),
                "x");
        return new Doorkeeper(
                Directory.of(List.of(shelter, GGZ)),
                anchors,
                new SealVerifier(anchors),
                new XmlSealVerifier(anchors),
                TOKENS,
                CLOCK);
    }

    private static String who(Doorkeeper keeper, Claims claims) {
        return keeper.identify(claims)
                .fold(
                        sender -> sender.partner().id().value(),
                        problem -> problem.code().name());
    }

    private String whoDropped(PartnerId owner, boolean sealed, Optional<String> seal) {
        Partner prison = new Partner(
                new PartnerId("pi-demo"),
                "PI",
                Role.PI,
                Optional.of(GGZ_OIN),
                Set.of(),
                Map.of(),
                Set.of("text/csv"),
                Set.of(),
                List.of(new ChannelUse("drop-in", "file-drop-in", Map.of(), sealed)),
                Map.of(),
                "A",
                List.of(),
                "");
        Claims claims = new Claims(
                "file",
                "127.0.0.1",
                List.of(),
                Seals.beside(seal),
                BODY,
                Optional.empty(),
                "text/csv",
                Optional.of(owner),
                Optional.empty());
        return new Doorkeeper(
                        Directory.of(List.of(prison)),
                        anchors,
                        new SealVerifier(anchors),
                        new XmlSealVerifier(anchors),
                        TOKENS,
                        CLOCK)
                .identify(claims)
                .fold(
                        sender -> sender.partner().id().value(),
                        problem -> problem.code().name());
    }

    @Test
    @Guards(Threat.T04)
    void refusesAKindOfMessageThatTheFileDoesNotGrant() {
        assertThat(who(plain("10.0.0.7", "GGZ-NOORD", "ADT^A03"))).isEqualTo("RIGHT_MISSING");
        assertThat(who(plain("10.0.0.7", "GGZ-NOORD", "Task"))).isEqualTo("RIGHT_MISSING");
    }

    @Test
    void knowsAWardByItsCertificateFromAnyAddress() {
        assertThat(who(mllps(GGZ_TLS, "GGZ-NOORD"))).isEqualTo("ggz-noord");
        assertThat(who(mllps(OPVANG_TLS, "GGZ-NOORD"))).isEqualTo("SENDER_MISMATCH");
    }

    @Test
    void knowsAShelterWhenFourWordsAgree() {
        Sender sender =
                ((Step.Next<Sender>) doorkeeper.identify(fhir(OPVANG_TLS, seal(OPVANG_SEAL), OPVANG_OIN))).value();
        assertThat(sender.partner()).isEqualTo(OPVANG);
        assertThat(sender.seal().orElseThrow().signer().oin()).isEqualTo(OPVANG_OIN);
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_SEAL), "opvang-demo"))).isEqualTo("opvang-demo");
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_SEAL), "opvang-demo-ura"))).isEqualTo("opvang-demo");
    }

    @Test
    void refusesWhenAnyOfTheFourDiffers() {
        assertThat(who(fhir(GGZ_TLS, seal(OPVANG_SEAL), OPVANG_OIN))).isEqualTo("SENDER_MISMATCH");
        assertThat(who(fhir(OPVANG_TLS, seal(GGZ_SEAL), OPVANG_OIN))).isEqualTo("SENDER_MISMATCH");
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_SEAL), GGZ_OIN))).isEqualTo("SENDER_MISMATCH");
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_SEAL), "GGZ-NOORD"))).isEqualTo("SENDER_MISMATCH");
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_SEAL), ""))).isEqualTo("SENDER_MISMATCH");
    }

    @Test
    void refusesAMessageThatNamesNoSenderButNotATask() {
        Claims message = new Claims(
                "fhir",
                "10.0.0.9",
                OPVANG_TLS.chain(),
                Optional.of(seal(OPVANG_SEAL)),
                BODY,
                Optional.empty(),
                "$process-message");
        assertThat(who(message)).isEqualTo("SENDER_MISMATCH");
        Claims task = new Claims(
                "fhir", "10.0.0.9", OPVANG_TLS.chain(), Optional.of(seal(OPVANG_SEAL)), BODY, Optional.empty(), "Task");
        assertThat(who(task)).isEqualTo("opvang-demo");
    }

    @Test
    void refusesCertificatesThatAreNotInOrderOrNotOfAPartner() {
        IssuedKey stranger =
                Workshop.tls().named(subject("00000099000000099000")).by(ROOT).make();
        assertThat(who(fhir(stranger, seal(OPVANG_SEAL), OPVANG_OIN))).isEqualTo("SENDER_UNKNOWN");
        assertThat(who(fhir(OPVANG_SEAL, seal(OPVANG_SEAL), OPVANG_OIN))).isEqualTo("CERTIFICATE_REFUSED");
        IssuedKey impostor = Workshop.tls()
                .named(subject(OPVANG_OIN))
                .by(Workshop.authority("root").make())
                .make();
        assertThat(who(fhir(impostor, seal(OPVANG_SEAL), OPVANG_OIN))).isEqualTo("CERTIFICATE_REFUSED");
        IssuedKey ended = Workshop.tls()
                .named(subject(OPVANG_OIN))
                .by(ROOT)
                .valid(Workshop.NOW.minusSeconds(9), Workshop.NOW.minusSeconds(1))
                .make();
        assertThat(who(fhir(ended, seal(OPVANG_SEAL), OPVANG_OIN))).isEqualTo("CERTIFICATE_REFUSED");
    }

    @Test
    void refusesASealThatIsWrong() {
        assertThat(who(fhir(OPVANG_TLS, seal(OPVANG_TLS), OPVANG_OIN))).isEqualTo("SEAL_INVALID");
        assertThat(who(fhir(OPVANG_TLS, "x..y", OPVANG_OIN))).isEqualTo("SEAL_INVALID");
        Claims otherBytes = new Claims(
                "fhir",
                "10.0.0.9",
                OPVANG_TLS.chain(),
                Optional.of(seal(OPVANG_SEAL)),
                new byte[] {1},
                Optional.of(OPVANG_OIN),
                "Task");
        assertThat(who(otherBytes)).isEqualTo("SEAL_INVALID");
    }

    @Test
    void asksForASealWhereThereIsAMessageAndNoFileSaysOtherwise() {
        assertThat(who(bare(OPVANG_TLS, BODY))).isEqualTo("SEAL_MISSING");
        assertThat(who(bare(OPVANG_TLS, new byte[0]))).isEqualTo("opvang-demo");
        assertThat(who(fhir(OPVANG_TLS, "", OPVANG_OIN))).isEqualTo("SEAL_MISSING");

        Partner trusting = new Partner(
                OPVANG.id(),
                OPVANG.name(),
                OPVANG.role(),
                OPVANG.oin(),
                Set.of(),
                Map.of(),
                OPVANG.sends(),
                Set.of(),
                List.of(new ChannelUse("fhir-in", "fhir-rest-in", Map.of(), false)),
                Map.of(),
                "A",
                List.of(),
                "x");
        Doorkeeper lenient = new Doorkeeper(
                Directory.of(List.of(trusting)),
                anchors,
                new SealVerifier(anchors),
                new XmlSealVerifier(anchors),
                TOKENS,
                CLOCK);
        assertThat(lenient.identify(bare(OPVANG_TLS, BODY))).isInstanceOf(Step.Next.class);
    }

    /** Whatever form a seal has: the list of a stolen key must name its message. */
    @Test
    @Guards(Threat.T04)
    void tellsEveryKeyThatAMessageBears() {
        String tls = Certificates.publicKeyText(OPVANG_TLS.certificate());
        String seal = Certificates.publicKeyText(OPVANG_SEAL.certificate());
        assertThat(keys(fhir(OPVANG_TLS, seal(OPVANG_SEAL), OPVANG_OIN))).containsExactlyInAnyOrder(tls, seal);
        byte[] inside = inside(OPVANG_SEAL);
        assertThat(BorneKeys.of(sealedInside(inside, Optional.empty(), "$process-message")))
                .containsExactlyInAnyOrder(tls, seal);
        Claims soap = new Claims(
                "soap",
                "10.0.0.9",
                GGZ_TLS.chain(),
                Optional.empty(),
                soap(OPVANG_SEAL),
                Optional.of(GGZ_OIN),
                "WMO301");
        assertThat(BorneKeys.of(soap))
                .containsExactlyInAnyOrder(Certificates.publicKeyText(GGZ_TLS.certificate()), seal);
        assertThat(keys(plain("10.0.0.7", "GGZ-NOORD", "REF^I12"))).isEmpty();
    }

    private Set<String> keys(Claims claims) {
        return doorkeeper
                .identify(claims)
                .fold(Sender::keys, problem -> Set.of(problem.code().name()));
    }

    private String who(Claims claims) {
        return doorkeeper
                .identify(claims)
                .fold(
                        sender -> sender.partner().id().value(),
                        problem -> problem.code().name());
    }

    private static Claims plain(String address, String facility, String kind) {
        return new Claims("mllp", address, List.of(), Optional.empty(), BODY, Optional.of(facility), kind);
    }

    private static Claims mllps(IssuedKey tls, String facility) {
        return new Claims("mllp", "10.9.9.9", tls.chain(), Optional.empty(), BODY, Optional.of(facility), "REF^I12");
    }

    private static Claims fhir(IssuedKey tls, String seal, String named) {
        return new Claims(
                "fhir", "10.0.0.9", tls.chain(), Optional.of(seal), BODY, Optional.of(named), "$process-message");
    }

    private static Claims bare(IssuedKey tls, byte[] bytes) {
        return new Claims("fhir", "10.0.0.9", tls.chain(), Optional.empty(), bytes, Optional.empty(), "Task");
    }

    private static String seal(IssuedKey key) {
        return new Sealer(key, CLOCK).seal(BODY, Sealer.DOCUMENT, "application/fhir+json");
    }

    private static String subject(String oin) {
        return "C=NL,CN=x,SERIALNUMBER=" + oin;
    }

    private static Partner partner(
            String id,
            Role role,
            String oin,
            Set<String> facilities,
            Set<String> sends,
            Set<String> addresses,
            String template) {
        return new Partner(
                new PartnerId(id),
                id,
                role,
                Optional.of(oin),
                facilities,
                Map.of("ura", id + "-ura"),
                sends,
                addresses,
                List.of(new ChannelUse("in", template, Map.of(), true)),
                Map.of(),
                "A",
                List.of(Duration.ZERO),
                "x");
    }

    @Test
    void wantsTheSealInsideASoapMessageWhereTheFileSaysSo() {
        assertThat(whoCalled(true, soap(GGZ_SEAL), Optional.empty())).isEqualTo("ggz-noord");
        assertThat(whoCalled(true, soap(OPVANG_SEAL), Optional.empty())).isEqualTo("SENDER_MISMATCH");
        assertThat(whoCalled(true, BARE, Optional.empty())).isEqualTo("SEAL_MISSING");
        assertThat(whoCalled(true, BARE, Optional.of(sealOver(BARE))))
                .as("a seal beside it is not what was agreed")
                .isEqualTo("SEAL_MISSING");
        byte[] both = soap(GGZ_SEAL);
        assertThat(whoCalled(true, both, Optional.of(sealOver(both)))).isEqualTo("ggz-noord");
        assertThat(whoCalled(true, both, Optional.of(sealOver(BARE)))).isEqualTo("SEAL_INVALID");
    }

    @Test
    void checksASealInsideASoapMessageThatNobodyAskedFor() {
        assertThat(whoCalled(false, BARE, Optional.empty())).isEqualTo("ggz-noord");
        assertThat(whoCalled(false, soap(GGZ_SEAL), Optional.empty())).isEqualTo("ggz-noord");
        assertThat(whoCalled(false, soap(OPVANG_SEAL), Optional.empty())).isEqualTo("SENDER_MISMATCH");
        byte[] broken = new String(soap(GGZ_SEAL), StandardCharsets.UTF_8)
                .replace("<m/>", "<n/>")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(whoCalled(false, broken, Optional.empty())).isEqualTo("SEAL_INVALID");
    }

    private static final byte[] BARE =
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><m/></s:Body></s:Envelope>"
                    .getBytes(StandardCharsets.UTF_8);

    private static byte[] soap(IssuedKey key) {
        return new XmlSealer(() -> key, CLOCK).seal(BARE);
    }

    private static String sealOver(byte[] bytes) {
        return new Sealer(GGZ_SEAL, CLOCK).seal(bytes, Sealer.DOCUMENT, "text/xml");
    }

    @Test
    void knowsWhoseAnswersAreSealedAndWhoSealedAnAnswer() {
        Doorkeeper agreed = municipal(true);
        assertThat(agreed.sealsInXml(GGZ_TLS.chain())).isTrue();
        assertThat(municipal(false).sealsInXml(GGZ_TLS.chain())).isFalse();
        assertThat(agreed.sealsInXml(OPVANG_TLS.chain())).isFalse();
        assertThat(agreed.sealsInXml(List.of())).isFalse();
        PartnerId called = new PartnerId("ggz-noord");
        assertThat(agreed.sealedInXml(called, soap(GGZ_SEAL))).isTrue();
        assertThat(agreed.sealedInXml(called, soap(OPVANG_SEAL))).isFalse();
        assertThat(agreed.sealedInXml(called, BARE)).isFalse();
        assertThat(agreed.sealedInXml(new PartnerId("nobody-known"), soap(GGZ_SEAL)))
                .isFalse();
    }

    private String whoCalled(boolean inside, byte[] bytes, Optional<String> beside) {
        return who(
                municipal(inside),
                new Claims("soap", "", GGZ_TLS.chain(), beside, bytes, Optional.of("GGZ-NOORD"), "WMO301"));
    }

    private Doorkeeper municipal(boolean inside) {
        Partner municipality = new Partner(
                new PartnerId("ggz-noord"),
                "GGZ",
                Role.GGZ,
                Optional.of(GGZ_OIN),
                Set.of("GGZ-NOORD"),
                Map.of(),
                Set.of("WMO301"),
                Set.of(),
                List.of(new ChannelUse("soap-in", "soap-in", Map.of(), inside, Map.of(), inside, SealForm.OVERDRACHT)),
                Map.of(),
                "A",
                List.of(),
                "");
        return new Doorkeeper(
                Directory.of(List.of(municipality)),
                anchors,
                new SealVerifier(anchors),
                new XmlSealVerifier(anchors),
                TOKENS,
                CLOCK);
    }
}
