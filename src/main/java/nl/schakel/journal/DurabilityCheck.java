package nl.schakel.journal;

import java.util.Map;
import javax.sql.DataSource;
import nl.schakel.journal.embedded.DatabaseRefused;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server whether a commit is a promise. "Accepted" means durable, so without it nothing is started. */
final class DurabilityCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DurabilityCheck.class);
    private static final String SETTINGS = "select name, setting from pg_settings where name in"
            + " ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') order by name";

    private DurabilityCheck() {}

    static void on(DataSource source) {
        new Transactions(source)
                .atOnce(connection -> Sql.list(
                        connection, SETTINGS, row -> Map.entry(row.getString("name"), row.getString("setting"))))
                .forEach(setting -> check(setting.getKey(), setting.getValue()));
    }

    static void check(String name, String setting) {
        if (name.equals("data_checksums")) {
            if (setting.equals("off")) {
                LOG.warn("The database has no data checksums: a damaged page would not be noticed");
            }
        } else if (setting.equals("off") || (name.equals("synchronous_commit") && setting.equals("local"))) {
            throw new DatabaseRefused(
                    Problem.at(ProblemCode.DURABILITY_OFF, name).seen(setting).expected("on"));
        }
    }
}
