package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.referral.SealedContent;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Guards(Threat.T20)
class ClosingTest {
    private static final Origin WARD = new Origin(new PartnerId("ggz-noord"), Role.GGZ, "somewhere");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "secret-address|{\"resourceType\":\"Patient\",\"address\":[{\"line\":[\"Kade 1\"]}]}",
                "address|{\"resourceType\":\"Patient\",\"address\":[{\"city\":\"Geldrop\"}]}",
                "health-detail|{\"resourceType\":\"ServiceRequest\",\"note\":[{\"text\":\"slaapt slecht\"}]}",
                "health-detail|{\"resourceType\":\"Condition\",\"code\":{\"coding\":[{\"code\":\"F20.0\"}]}}",
                "plan|{\"resourceType\":\"DocumentReference\",\"content\":[{\"attachment\":{\"data\":\"QQ==\"}}]}",
                "housing|{\"resourceType\":\"Observation\",\"valueString\":\"huur opgezegd\"}",
                "safety|{\"resourceType\":\"CarePlan\",\"description\":\"bij ruzie naar de buren\"}",
                "zrm|{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"answer\":[{\"valueString\":\"alleen\"}]}]}"
            })
    void closesTheWholeOf(String category, String resource) {
        Closing closing = Closing.of(item(category, resource));
        assertThat(closing.open()).isEmpty();
        assertThat(closing.closed().map(InformationItem::resource)).hasValue(tree(resource));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "identity|{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"Fatima\"}],\"birthDate\":\"1990-01-01\"}",
                "contact|{\"resourceType\":\"Patient\",\"telecom\":[{\"value\":\"06\"}]}",
                "referral|{\"resourceType\":\"ServiceRequest\",\"code\":{\"coding\":[{\"code\":\"OPVANG\"}]}}",
                "zrm|{\"resourceType\":\"Observation\",\"valueInteger\":1}"
            })
    void leavesOpenWhatMustBeMapped(String category, String resource) {
        Closing closing = Closing.of(item(category, resource));
        assertThat(closing.open().map(InformationItem::resource)).hasValue(tree(resource));
        assertThat(closing.closed()).isEmpty();
    }

    @Test
    void takesTheWordsOutOfWhatAMessageIsBuiltOn() {
        Closing closing = Closing.of(item(
                "referral",
                "{\"resourceType\":\"ServiceRequest\",\"status\":\"active\",\"reasonCode\":[{\"coding\":[{\"code\":\"O\"}],"
                        + "\"text\":\"bang voor zijn broer\"}],\"note\":[{\"text\":\"belt 's nachts\"}]}"));
        assertThat(closing.open().map(InformationItem::resource))
                .hasValue(
                        tree("{\"resourceType\":\"ServiceRequest\",\"status\":\"active\",\"reasonCode\":[{\"coding\":["
                                + "{\"code\":\"O\"}]}]}"));
        assertThat(closing.closed().map(InformationItem::resource))
                .hasValue(tree(
                        "{\"resourceType\":\"ServiceRequest\",\"reasonCode\":[{\"text\":\"bang voor zijn broer\"}],"
                                + "\"note\":[{\"text\":\"belt 's nachts\"}]}"));
    }

    @Test
    void doesNotSealAgainWhatItsSenderSealed() {
        InformationItem sealed =
                new InformationItem(Category.SECRET_ADDRESS, SealedContent.of("a.b.c.d.e", "x"), WARD, Set.of());
        assertThat(Closing.of(sealed)).isEqualTo(new Closing(Optional.of(sealed), Optional.empty()));
    }

    private static InformationItem item(String category, String resource) {
        return new InformationItem(Category.of(category).orElseThrow(), tree(resource), WARD, Set.of());
    }

    private static Json.Obj tree(String json) {
        return StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8)).fold(Json.Obj.class::cast, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
