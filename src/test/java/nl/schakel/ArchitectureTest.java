package nl.schakel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floor plan: who may import whom. To change it is a design decision; write an ADR. */
class ArchitectureTest {
    private static final String ROOT = "nl.schakel";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Room to the rooms it may import. */
    private static final Map<String, Set<String>> FLOOR_PLAN = new TreeMap<>(Map.ofEntries(
            Map.entry("referral", Set.of()),
            Map.entry("transition", Set.of("referral")),
            Map.entry("consent", Set.of("referral")),
            Map.entry("disclosure", Set.of("referral", "consent")),
            Map.entry("enclosure", Set.of("referral", "disclosure")),
            Map.entry("egress", Set.of()),
            Map.entry("trust", Set.of("referral", "egress")),
            Map.entry("seal", Set.of("referral", "trust")),
            Map.entry("directory", Set.of("referral", "trust", "egress")),
            Map.entry("identity", Set.of("referral", "trust", "seal", "directory")),
            Map.entry("translate", Set.of("referral")),
            Map.entry("fhir", Set.of("referral", "transition", "consent")),
            Map.entry("validate", Set.of("referral", "fhir")),
            Map.entry("audit", Set.of("referral", "trust", "seal", "egress")),
            Map.entry("journal", Set.of("referral", "audit")),
            Map.entry("proof", Set.of("referral", "trust", "seal", "audit", "journal")),
            Map.entry("dispatch", Set.of("referral", "journal")),
            Map.entry(
                    "pipeline",
                    Set.of(
                            "referral",
                            "translate",
                            "validate",
                            "directory",
                            "consent",
                            "disclosure",
                            "enclosure",
                            "seal",
                            "trust",
                            "identity",
                            "transition",
                            "fhir",
                            "journal")),
            Map.entry("watch", Set.of("referral", "directory", "journal", "egress")),
            Map.entry("dialogue", Set.of("referral", "journal", "translate")),
            Map.entry("channel", Set.of("referral", "directory", "journal", "dialogue", "pipeline", "egress")),
            Map.entry("console", Set.of("referral", "audit", "journal", "proof", "pipeline")),
            Map.entry("demo", Set.of("referral", "trust", "seal")),
            Map.entry("command", Set.of("referral", "trust", "seal", "demo", "translate", "pipeline", "proof"))));

    static List<String> rooms() {
        return List.copyOf(FLOOR_PLAN.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomImportsOnlyTheRoomsOfItsPlan(String room) {
        String[] forbidden = FLOOR_PLAN.keySet().stream()
                .filter(other -> !other.equals(room) && !FLOOR_PLAN.get(room).contains(other))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .because("the floor plan says what a room may see")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void everyPackageIsARoomOfThePlan() {
        Set<String> rooms = new java.util.TreeSet<>();
        HOUSE.forEach(type -> {
            String[] parts = type.getPackageName().split("\\.");
            if (parts.length > 2) {
                rooms.add(parts[2]);
            }
        });
        assertThat(FLOOR_PLAN.keySet()).containsAll(rooms);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void camelStaysInTheChannel() {
        onlyIn("org.apache.camel..", "channel");
    }

    @Test
    void mailServersAreCalledByTheChannelAlone() {
        onlyIn("jakarta.mail..", "channel");
    }

    @Test
    void sftpServersAreCalledByTheChannelAlone() {
        onlyIn("org.apache.sshd..", "channel");
    }

    @Test
    void nettyStaysInTheChannel() {
        onlyIn("io.netty..", "channel");
    }

    @Test
    void bouncyCastleStaysInTrustAndSeal() {
        onlyIn("org.bouncycastle..", "trust", "seal");
    }

    @Test
    void hapiStaysInFhirAndValidate() {
        onlyIn("ca.uhn.fhir..", "fhir", "validate");
        onlyIn("org.hl7.fhir..", "fhir", "validate");
    }

    @Test
    void pdfStaysInTheLetterAndInWhatIsEnclosed() {
        onlyIn("org.apache.pdfbox..", "translate.letter", "enclosure");
        onlyIn("org.apache.fontbox..", "translate.letter");
    }

    @Test
    void theBrokerStaysInDispatchAndPartnersBrokersInTheChannel() {
        onlyIn("org.apache.activemq..", "dispatch", "channel");
        onlyIn("jakarta.jms..", "dispatch");
    }

    @Test
    void thePureRoomsSeeTheJdkAlone() {
        classes()
                .that()
                .resideInAnyPackage(
                        ROOT + ".referral..", ROOT + ".transition..", ROOT + ".consent..", ROOT + ".disclosure..")
                .and()
                .haveSimpleNameNotEndingWith("Configuration")
                .and()
                .haveSimpleNameNotEndingWith("Settings")
                .and()
                .doNotHaveSimpleName("NeedFiles")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("java..")
                        .or(resideInAPackage(ROOT + ".."))
                        .or(resideInAPackage("org.jspecify..")))
                .because("what decides about people must be testable without a frame")
                .check(HOUSE);
    }

    @Test
    void evidenceIsMintedByItsOwnRoomAlone() {
        Map<String, String> mints = Map.of(
                "TranslatedReferral", "translate",
                "ValidatedReferral", "validate",
                "Candidate", "directory",
                "ConsentedReferral", "consent",
                "MinimisedReferral", "disclosure",
                "AddressedReferral", "directory",
                "OutboundDocument", "translate",
                "SealedMessage", "seal");
        classes()
                .should(new ArchCondition<>("mint only the evidence of their own room") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                            String owner = call.getTargetOwner().getSimpleName();
                            boolean mint = call.getName().equals("minted") && mints.containsKey(owner);
                            if (mint && !type.getPackageName().startsWith(ROOT + "." + mints.get(owner))) {
                                events.add(SimpleConditionEvent.violated(type, call.getDescription()));
                            }
                        }
                    }
                })
                .check(HOUSE);
    }

    @Test
    @Guards(Threat.T32)
    void nothingUsesJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.jms.ObjectMessage")
                .check(HOUSE);
    }

    /** The command line and the stand-ins of the demo are no gateway. Netty's connections are looked at in the channel. */
    @Test
    @Guards(Threat.T17)
    void nobodyElseOpensAConnectionThanWhoLooksWhereItLeads() {
        String[] others = {ROOT + ".egress..", ROOT + ".command..", ROOT + ".demo.."};
        noClasses()
                .that()
                .resideOutsideOfPackages(others)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .orShould()
                .callConstructor(java.net.Socket.class)
                .orShould()
                .callMethod(java.net.URL.class, "openStream")
                .orShould()
                .callMethod(java.net.URL.class, "openConnection")
                .orShould()
                .callMethod(java.nio.channels.SocketChannel.class, "open")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.hc.client5.http.impl.classic.HttpClients")
                .because("an address may be called only when egress looked at it (ADR 0036)")
                .check(HOUSE);
    }

    @Test
    void serversOfTheDemoAreMadeWhereTheirAnswersLeaveAtOnce() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".demo.HttpServers")
                .should()
                .callMethod(com.sun.net.httpserver.HttpServer.class, "create", InetSocketAddress.class, int.class)
                .orShould()
                .callMethod(com.sun.net.httpserver.HttpsServer.class, "create", InetSocketAddress.class, int.class)
                .because("the first one that is made decides for all whether answers wait 40 ms")
                .check(HOUSE);
    }

    @Test
    @Guards(Threat.T11)
    void xmlIsReadInThreePlacesThatRefuseADoctype() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".fhir..", ROOT + ".translate.xml..")
                .and()
                .haveNameNotMatching(ROOT + ".seal.SealedXml(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml.stream..", "javax.xml.parsers..", "org.xml.sax..")
                .because("FHIR and partners' documents are read in one place each, and what is under a seal in a"
                        + " third (ADR 0028); all refuse DOCTYPE (ADR 0010)")
                .check(HOUSE);
    }

    @Test
    void everyPackageSaysWhatItDoes() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/nl/schakel"))) {
            List<Path> silent = folders.filter(Files::isDirectory)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static void onlyIn(String libraryPackage, String... rooms) {
        String[] allowed =
                Arrays.stream(rooms).map(room -> ROOT + "." + room + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(libraryPackage)
                .check(HOUSE);
    }
}
