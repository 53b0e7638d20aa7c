package nl.schakel.journal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the journal is.
 *
 * @param url JDBC URL of an external PostgreSQL; absent: the one that comes with the product
 * @param user of the external database
 * @param password of the external database
 * @param owner of the tables of an external database, when the user is another one: it migrates, the user works
 * @param ownerPassword of the owner
 * @param poolSize connections kept; about two per core, more makes nothing faster
 * @param folder of the embedded database
 */
@ConfigurationProperties("schakel.journal")
record JournalSettings(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Optional<String> owner,
        Optional<String> ownerPassword,
        @DefaultValue("12") int poolSize,
        @DefaultValue("var/demo/db") Path folder) {

    /** The frame binds an absent setting to nothing at all. */
    JournalSettings {
        url = Objects.requireNonNullElse(url, Optional.empty());
        user = Objects.requireNonNullElse(user, Optional.empty());
        password = Objects.requireNonNullElse(password, Optional.empty());
        owner = Objects.requireNonNullElse(owner, Optional.empty());
        ownerPassword = Objects.requireNonNullElse(ownerPassword, Optional.empty());
    }

    String login() {
        return user.orElse("schakel");
    }

    @Override
    public String toString() {
        return "JournalSettings[external=" + url.isPresent() + ", poolSize=" + poolSize + "]";
    }
}
