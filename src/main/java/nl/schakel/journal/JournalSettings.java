package nl.schakel.journal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

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
 * @param programs where the embedded database's programs are unpacked; several folders may share them
 * @param reserve how much of its disk is kept free for what was accepted: below it nothing more is; {@code 0B} for none
 */
@ConfigurationProperties("schakel.journal")
record JournalSettings(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Optional<String> owner,
        Optional<String> ownerPassword,
        @DefaultValue("12") int poolSize,
        @DefaultValue("var/demo/db") Path folder,
        @DefaultValue("var/demo/db/programs") Path programs,
        Optional<DataSize> reserve) {

    /** The frame binds an absent setting to nothing at all. */
    JournalSettings {
        url = Objects.requireNonNullElse(url, Optional.empty());
        user = Objects.requireNonNullElse(user, Optional.empty());
        password = Objects.requireNonNullElse(password, Optional.empty());
        owner = Objects.requireNonNullElse(owner, Optional.empty());
        ownerPassword = Objects.requireNonNullElse(ownerPassword, Optional.empty());
        reserve = Objects.requireNonNullElse(reserve, Optional.empty());
        if (reserve.filter(DataSize::isNegative).isPresent()) {
            throw new IllegalArgumentException("schakel.journal.reserve is a size such as 512MB, or 0B for none");
        }
    }

    String login() {
        return user.orElse("schakel");
    }

    @Override
    public String toString() {
        return "JournalSettings[external=" + url.isPresent() + ", poolSize=" + poolSize + "]";
    }
}
