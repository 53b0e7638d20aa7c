package nl.schakel.translate;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** The mappings, read while the frame still looks for its rooms and waits for the database. */
public final class MappingsAhead implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private @Nullable CompletableFuture<ActiveMappings> begun;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        begun = CompletableFuture.supplyAsync(() -> open(settings), work -> new Thread(work, "mappings-ahead").start());
        context.getBeanFactory().registerSingleton("mappingsAhead", this);
    }

    private static ActiveMappings open(Environment settings) {
        return ActiveMappings.open(
                Path.of(settings.getProperty("schakel.mappings", "mappings")),
                Path.of(settings.getRequiredProperty("schakel.mappings-archive")));
    }

    /**
     * Waits for them.
     *
     * @throws CompletionException when they cannot be read; the cause says why
     */
    ActiveMappings take() {
        return Objects.requireNonNull(begun).join();
    }
}
