package nl.schakel.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import nl.schakel.egress.Egress;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step of {@code sftp-out}: a document into a folder on its receiver's own server. */
final class SftpDrop implements Processor {
    private final Duration limit;
    private final ScheduledExecutorService clock;
    private final Egress egress;

    SftpDrop(Duration limit, ScheduledExecutorService clock, Egress egress) {
        this.limit = limit;
        this.clock = clock;
        this.egress = egress;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Outgoing outgoing = exchange.getIn().getBody(Outgoing.class);
        exchange.getMessage().setBody(drop(SftpServer.of(exchange, egress), outgoing));
    }

    private Sent drop(SftpServer server, Outgoing outgoing) throws IOException {
        try (SftpTalk talk = SftpTalk.open(server, SftpServer.Times.ofACall(limit), clock)) {
            return FileDrop.drop(talk.folder(server.directory()), outgoing);
        } catch (NotReached trouble) {
            return new Sent.NotDelivered(trouble.problem());
        }
    }
}
