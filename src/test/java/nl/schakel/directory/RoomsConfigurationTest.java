package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.Pseudonyms;
import nl.schakel.referral.PartnerId;
import nl.schakel.transition.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The frame can build the deciding rooms from the folders of the repository and a few properties. */
class RoomsConfigurationTest {
    private static final Map<String, Object> PROPERTIES = Map.of(
            "schakel.home", "/srv/schakel",
            "schakel.demo.ports.ggz-noord", "1",
            "schakel.demo.ports.ziekenhuis-demo", "2",
            "schakel.demo.ports.opvang-demo", "3",
            "schakel.demo.ports.vrouwenopvang-demo", "4",
            "schakel.demo.ports.schuldhulp-demo", "5",
            "schakel.demo.ports.gemeente-demo", "6");

    @TempDir
    private Path archive;

    @Test
    void buildsEveryRoomFromProperties() {
        try (var context = context(PROPERTIES)) {
            assertThat(context.getBean(ConsentDesk.class)).isNotNull();
            assertThat(context.getBean(Disclosure.class)).isNotNull();
            assertThat(context.getBean(Transition.class)).isNotNull();
            Directory directory = context.getBean(Directory.class);
            Partner shelter = directory.partner(new PartnerId("opvang-demo")).orElseThrow();
            assertThat(shelter.wayOut().orElseThrow().parameters()).containsEntry("port", "3");
        }
    }

    @Test
    void refusesToStartWhenAPortIsNotSet() {
        assertThatThrownBy(() -> context(Map.of("schakel.home", "/srv/schakel")).close())
                .hasRootCauseInstanceOf(DirectoryInvalid.class)
                .rootCause()
                .hasMessageContaining("${demo.");
    }

    private AnnotationConfigApplicationContext context(Map<String, Object> properties) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("archive", Map.of("schakel.policies-archive", archive.toString())));
        context.registerBean(Pseudonyms.class, () -> (receiver, envelope) -> "pseudonym");
        context.scan("nl.schakel.directory", "nl.schakel.consent", "nl.schakel.disclosure", "nl.schakel.transition");
        context.refresh();
        return context;
    }
}
