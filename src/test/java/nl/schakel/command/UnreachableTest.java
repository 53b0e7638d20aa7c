package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    @Test
    void aLateAnswerIsNotTakenForAGatewayThatDoesNotRun() {
        assertThat(new Unreachable("http://here", new HttpTimeoutException("request timed out")))
                .hasMessageContaining("did not come in time")
                .hasMessageContaining("may be done all the same")
                .hasMessageNotContaining("Is Schakel running");
    }

    @Test
    void whereNobodyIsThatIsSaid() {
        for (IOException nobody :
                List.of(new ConnectException(), new HttpConnectTimeoutException("connect timed out"))) {
            assertThat(new Unreachable("http://here", nobody)).hasMessageContaining("Is Schakel running?");
        }
    }
}
