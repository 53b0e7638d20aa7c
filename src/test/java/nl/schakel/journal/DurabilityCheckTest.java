package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.schakel.journal.embedded.DatabaseRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityCheckTest {

    @ParameterizedTest
    @CsvSource({"fsync,off", "synchronous_commit,off", "synchronous_commit,local", "full_page_writes,off"})
    void refusesADatabaseWhoseCommitsAreNoPromise(String name, String setting) {
        assertThatThrownBy(() -> DurabilityCheck.check(name, setting))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("SCH-9006")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"fsync,on", "synchronous_commit,on", "synchronous_commit,remote_apply", "full_page_writes,on"})
    void takesADatabaseThatKeepsItsPromise(String name, String setting) {
        assertThatCode(() -> DurabilityCheck.check(name, setting)).doesNotThrowAnyException();
    }

    @Test
    void warnsOnlyWhenChecksumsAreMissing() {
        assertThatCode(() -> DurabilityCheck.check("data_checksums", "off")).doesNotThrowAnyException();
    }
}
