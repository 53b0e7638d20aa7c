package nl.schakel.channel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step of a route that looks into a place of its partner. Nothing of what lies there becomes a header. */
final class Collecting implements Processor {
    /** Looks into one place. */
    interface Collector {
        /** Takes what is there, unless the house is being closed. Never throws. */
        void look(BooleanSupplier closing);

        /** Gives up what it keeps open between looks. */
        default void hangUp() {}
    }

    private final Rest rest;
    private final Function<Exchange, Collector> collectors;
    private final Map<String, Collector> byRoute = new ConcurrentHashMap<>();

    /** @param collectors makes the one of a route, when it first looks */
    Collecting(Rest rest, Function<Exchange, Collector> collectors) {
        this.rest = rest;
        this.collectors = collectors;
        rest.whenAsked(() -> byRoute.values().forEach(Collector::hangUp));
    }

    @Override
    public void process(Exchange exchange) {
        if (!rest.isAsked()) {
            byRoute.computeIfAbsent(exchange.getFromRouteId(), route -> collectors.apply(exchange))
                    .look(rest::isAsked);
        }
    }
}
