package nl.schakel.journal;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The database, opened while the frame still looks for its rooms: most of that is work of other processes, and half of a
 * start waited for it. Closed, it stops what nobody took.
 */
public final class DatabaseAhead
        implements ApplicationContextInitializer<ConfigurableApplicationContext>, AutoCloseable {
    private @Nullable CompletableFuture<Database> begun;
    private boolean taken;

    /** @throws BindException when the settings of the journal cannot be read */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        JournalSettings settings =
                Binder.get(context.getEnvironment()).bindOrCreate("schakel.journal", JournalSettings.class);
        begun = CompletableFuture.supplyAsync(
                () -> Database.open(settings), work -> new Thread(work, "database-ahead").start());
        context.getBeanFactory().registerSingleton("databaseAhead", this);
    }

    /**
     * Waits for it; whoever takes it closes it.
     *
     * @throws CompletionException when it cannot be opened; the cause says why
     */
    Database take() {
        taken = true;
        return Objects.requireNonNull(begun).join();
    }

    @Override
    public void close() {
        if (begun != null && !taken) {
            begun.handle((opened, refused) -> Optional.ofNullable(opened))
                    .join()
                    .ifPresent(Database::close);
        }
    }
}
