package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class JournalUnavailableTest {

    @Test
    void knowsAFullDisk() {
        assertThat(failure("53100").diskFull()).isTrue();
    }

    @Test
    void takesNothingElseForAFullDisk() {
        assertThat(failure("08006").diskFull()).isFalse();
        assertThat(failure("53200").diskFull()).isFalse();
    }

    @Test
    void saysTheStateAndNotTheServersSentence() {
        assertThat(failure("53100")).hasMessage("The database says 53100");
    }

    @Test
    void isWhatEveryTroubleOfTheDatabaseBecomes() {
        DataSource full = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLException("could not extend file for 999990007", "53100");
                });
        Journal journal = new JdbcJournal(full, Samples.patient());
        var message = Samples.referral().toAccept();
        assertThatThrownBy(() -> journal.accept(message))
                .isInstanceOfSatisfying(
                        JournalUnavailable.class, e -> assertThat(e.diskFull()).isTrue())
                .hasMessageNotContaining("999990007");
        assertThatThrownBy(journal::sweep).isInstanceOf(JournalUnavailable.class);
    }

    private static JournalUnavailable failure(String state) {
        return JournalUnavailable.because(new SQLException("could not extend file for 999990007", state));
    }
}
