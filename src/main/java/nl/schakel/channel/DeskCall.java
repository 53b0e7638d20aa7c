package nl.schakel.channel;

import nl.schakel.pipeline.FrontDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.ReadingDesk;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step of every front door's template that hands the request in at the hall. */
final class DeskCall implements Processor {
    /** A question, where a bare {@link Inbound} is a message. */
    record Read(String path, Inbound who) {}

    private final FrontDesk frontDesk;
    private final ReadingDesk readingDesk;

    DeskCall(FrontDesk frontDesk, ReadingDesk readingDesk) {
        this.frontDesk = frontDesk;
        this.readingDesk = readingDesk;
    }

    @Override
    public void process(Exchange exchange) {
        Object asked = exchange.getIn().getBody();
        if (asked instanceof Read read) {
            exchange.getMessage().setBody(readingDesk.read(read.path(), read.who()));
        } else {
            exchange.getMessage().setBody(frontDesk.receive((Inbound) asked));
        }
    }
}
