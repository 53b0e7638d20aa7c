package nl.schakel.channel;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.netty.NettyConsumer;

/** The beginning of a door's route: walks one request through it on the calling thread. No header goes along. */
final class RouteEntry {
    private final NettyConsumer consumer;

    RouteEntry(NettyConsumer consumer) {
        this.consumer = consumer;
    }

    <T> T walk(Object request, Class<T> answer) throws Exception {
        Exchange exchange = consumer.createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(request);
        consumer.createUoW(exchange);
        try {
            consumer.getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return answer.cast(exchange.getMessage().getBody());
        } finally {
            consumer.doneUoW(exchange);
            consumer.releaseExchange(exchange, false);
        }
    }
}
