package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.pipeline.ProtectedWays.Said;
import nl.schakel.pipeline.ProtectedWays.Way;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/**
 * That a client hides, said in every way a format has for it, through the whole hall on a real PostgreSQL: what leaves is
 * searched in its bytes.
 */
class ProtectedByEveryWayIT {
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final PartnerId REFUGE = new PartnerId("vrouwenopvang-demo");
    /** Standing alone: an id or a hash may hold these digits too. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![0-9A-Za-z])" + ProtectedWays.NUMBER + "(?![0-9A-Za-z])");

    private static final List<String> BSNS = SyntheticBsns.all();

    private static Flow flow;
    /** The same with a women's shelter among those who are asked, and a policy and a table that clear it. */
    private static Flow cleared;

    private static int next;

    @BeforeAll
    static void opens(@TempDir Path folder) throws IOException, SQLException {
        flow = opened(folder.resolve("usual"), false);
        cleared = opened(folder.resolve("cleared"), true);
    }

    private static Flow opened(Path folder, boolean withRefuge) throws IOException, SQLException {
        Files.createDirectories(folder);
        Path routes = Flow.routesIn(folder);
        ProtectedWays.partners(routes);
        if (!withRefuge) {
            return Flow.open(folder, routes);
        }
        Path mappings = folder.resolve("mappings");
        FileSystemUtils.copyRecursively(Path.of("mappings"), mappings);
        append(
                routes.resolve("circles/eindhoven-ontslag.yaml"),
                "  - {need: shelter, partner: vrouwenopvang-demo, purpose: INTAKE}\n");
        // As delivered no sender may hand an address that is kept secret on, and no table asks for it.
        append(
                mappings.resolve("policy/holders.csv"),
                Stream.of(Role.values())
                        .map(role -> role + "," + Category.SECRET_ADDRESS.code() + "\n")
                        .collect(Collectors.joining()));
        append(
                mappings.resolve("disclosure/vo.yaml"),
                "    - {category: secret-address, keep: all, why: \"It weighs who may find the client.\"}\n"
                        + "    - {category: address, keep: all, why: \"It weighs who may find the client.\"}\n");
        Path policy = mappings.resolve("policy/default-policy.csv");
        Files.writeString(policy, Files.readString(policy).replace("stays inside VO; never forwarded", ""));
        return Flow.open(folder, routes, mappings);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @AfterAll
    static void closes() {
        flow.close();
        cleared.close();
    }

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
        cleared.forgetWork();
    }

    static Stream<Way> referrals() {
        return ProtectedWays.referrals().stream();
    }

    static Stream<Way> all() {
        return ProtectedWays.all().stream();
    }

    static Stream<Way> withAFlag() {
        return all().filter(Way::hasAFlag);
    }

    @ParameterizedTest
    @MethodSource("referrals")
    void nothingThatLocatesGoesToWhoIsNotClearedAndAContactRouteGoesInstead(Way way) {
        taken(flow, way, BSNS.get(next++), Said.YES);
        List<Delivered> all = flow.work();
        hidden(all);
        assertThat(to(all, SHELTER))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("via Toegang Eindhoven"));
    }

    /** Without it the house might hold everything back and prove nothing. */
    @ParameterizedTest
    @MethodSource("referrals")
    void withoutTheFlagWhatTheFormatHasOfItGoes(Way way) {
        taken(flow, way, BSNS.get(next++), Said.NOTHING);
        List<String> shelter = to(flow.work(), SHELTER);
        assertThat(shelter).singleElement().satisfies(text -> assertThat(text).doesNotContain("via Toegang Eindhoven"));
        assertThat(found(shelter.get(0)).contains(ProtectedWays.POSTCODE))
                .as("a case has no place for an address")
                .isEqualTo(!way.name().equals("ZGW"));
    }

    @ParameterizedTest
    @MethodSource("withAFlag")
    void aFlagThatIsNotUnderstoodIsRefusedAtItsPlace(Way way) {
        Problem problem = offered(flow, way, BSNS.get(next++), Said.NOT_UNDERSTOOD)
                .fold(
                        taken -> {
                            throw new AssertionError("It was taken");
                        },
                        refused -> refused);
        assertThat(problem).isEqualTo(Problem.at(ProblemCode.SAFETY_NOT_UNDERSTOOD, way.place()));
        assertThat(flow.work()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("withAFlag")
    void aFlagThatComesLaterStopsWhatWaitsAndThrowsItsBytesAway(Way way) throws SQLException {
        String bsn = BSNS.get(next++);
        taken(flow, ProtectedWays.hospital(), bsn, Said.NOTHING);
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Send.class);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        taken(flow, way, bsn, Said.YES);
        List<Delivered> all = flow.work();
        hidden(all);
        assertThat(to(all, SHELTER))
                .as("what waited, under a new id")
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).contains("via Toegang Eindhoven"));
        assertThat(flow.count("select count(*) from schakel.outgoing where work_id = '" + delivery.id() + "'"))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void neitherItsAbsenceNorItsDenialEndsAnEarlierOne(Way way) {
        String bsn = BSNS.get(next++);
        taken(flow, way.hasAFlag() ? way : ProtectedWays.hospital(), bsn, Said.YES);
        taken(flow, way, bsn, Said.NOTHING);
        if (way.words().containsKey(Said.NO)) {
            taken(flow, way, bsn, Said.NO);
        }
        taken(flow, ProtectedWays.hospital(), bsn, Said.NOTHING);
        List<Delivered> all = flow.work();
        hidden(all);
        assertThat(to(all, SHELTER))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).contains("via Toegang Eindhoven"));
    }

    @ParameterizedTest
    @MethodSource("withAFlag")
    void whoIsClearedIsToldWhereTheClientIsAndNobodyElse(Way way) {
        String bsn = BSNS.get(next++);
        taken(cleared, way, bsn, Said.YES);
        taken(cleared, ProtectedWays.hospital(), bsn, Said.NOTHING);
        List<Delivered> all = cleared.work();
        hidden(all.stream()
                .filter(d -> !d.item().destination().equals(Optional.of(REFUGE)))
                .toList());
        assertThat(to(all, REFUGE))
                .isNotEmpty()
                .anySatisfy(text -> assertThat(found(text))
                        .contains(
                                ProtectedWays.STREET,
                                ProtectedWays.POSTCODE,
                                ProtectedWays.NUMBER,
                                ProtectedWays.MOBILE));
    }

    private static void hidden(List<Delivered> all) {
        List<String> leaked = new ArrayList<>();
        for (Delivered one : all) {
            boolean desk = one.item().destination().equals(Optional.of(DESK));
            found(one.text()).stream()
                    .filter(what -> !(desk && what.equals(ProtectedWays.MOBILE)))
                    .forEach(what -> leaked.add(what + " to " + one.item().destination()));
        }
        assertThat(leaked).isEmpty();
    }

    /** What of it stands in these bytes, also without its marks and in base64 of one level. */
    private static List<String> found(String text) {
        StringBuilder opened = new StringBuilder(text);
        Pattern.compile("[A-Za-z0-9+/]{40,}={0,2}").matcher(text).results().forEach(run -> {
            byte[] inner = java.util.Base64.getDecoder()
                    .decode(run.group().substring(0, run.group().length() / 4 * 4));
            opened.append('\n').append(new String(inner, StandardCharsets.UTF_8));
        });
        String folded = opened.toString().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        List<String> found = new ArrayList<>();
        for (String one : List.of(
                ProtectedWays.STREET,
                ProtectedWays.POSTCODE,
                ProtectedWays.HOUSE,
                ProtectedWays.MOBILE,
                ProtectedWays.LANDLINE)) {
            if (folded.contains(one.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", ""))) {
                found.add(one);
            }
        }
        if (NUMBER.matcher(opened).find()) {
            found.add(ProtectedWays.NUMBER);
        }
        return found;
    }

    private static List<String> to(List<Delivered> all, PartnerId receiver) {
        return all.stream()
                .filter(d -> d.is(WorkItem.Kind.DELIVER, receiver))
                .map(Delivered::text)
                .toList();
    }

    private static void taken(Flow house, Way way, String bsn, Said said) {
        assertThat(Flow.value(offered(house, way, bsn, said))).isInstanceOf(Accepted.Committed.class);
    }

    private static Step<Accepted> offered(Flow house, Way way, String bsn, Said said) {
        return house.offered(way.door(), way.operation(), way.mediaType(), way.message(bsn, said), way.sender());
    }
}
