package nl.schakel.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Backlogs;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Reconciliation;

/** What the last round found, for whoever draws graphs: {@code schakel_alerts} by kind, {@code schakel_work} by state. */
final class Gauges {
    private final Alerts alerts;
    private final Journal journal;
    private final MultiGauge lasting;
    private final MultiGauge work;
    private final MultiGauge held;
    private final MultiGauge full;
    private final Backlogs backlogs;
    private final Reconciliation reconciliation;
    private final MultiGauge messages;

    Gauges(
            Alerts alerts,
            Journal journal,
            DiskRoom room,
            Backlogs backlogs,
            Reconciliation reconciliation,
            MeterRegistry meters) {
        this.reconciliation = reconciliation;
        this.messages = MultiGauge.builder("schakel.reconciliation")
                .description(
                        "Messages ever accepted, by where they were when all were last counted; unaccounted must be 0")
                .register(meters);
        Gauge.builder("schakel.accepting", room, there -> there.isShort() ? 0 : 1)
                .description("1 while messages are taken, 0 while the disk of the database is nearly full")
                .register(meters);
        this.alerts = alerts;
        this.journal = journal;
        this.lasting = MultiGauge.builder("schakel.alerts")
                .description("Conditions that last, by kind")
                .register(meters);
        this.work = MultiGauge.builder("schakel.work")
                .description("Items of work that are not done, by state")
                .register(meters);
        this.backlogs = backlogs;
        this.full = MultiGauge.builder("schakel.partner.waiting")
                .description("Items that wait for a partner for whom more wait than was agreed")
                .register(meters);
        this.held = MultiGauge.builder("schakel.partner.held")
                .description("Partners to whom nothing goes for a moment, by cause: unreachable, or asked for it")
                .register(meters);
    }

    void measure() {
        Map<String, Long> byKind = alerts.list(0).stream()
                .collect(Collectors.groupingBy(alert -> alert.condition().kind(), Collectors.counting()));
        lasting.register(
                Stream.of(Kind.values())
                        .<MultiGauge.Row<?>>map(kind ->
                                MultiGauge.Row.of(Tags.of("kind", kind.name()), byKind.getOrDefault(kind.name(), 0L)))
                        .toList(),
                true);
        held.register(
                journal.holds().stream().<MultiGauge.Row<?>>map(Gauges::held).toList(), true);
        full.register(
                backlogs.full().stream()
                        .<MultiGauge.Row<?>>map(partner ->
                                MultiGauge.Row.of(Tags.of("partner", partner.value()), backlogs.waiting(partner)))
                        .toList(),
                true);
        Journal.Backlog backlog = journal.backlog();
        work.register(
                List.of(
                        row("open", backlog.open()),
                        row("sending", backlog.sending()),
                        row("parked", backlog.parked())),
                true);
        reconciliation.last().ifPresent(this::messages);
    }

    private void messages(Reconciliation.Count count) {
        messages.register(
                List.of(
                        row("accepted", count.whole().accepted()),
                        row("open", count.whole().open()),
                        row("parked", count.whole().parked()),
                        row("done", count.whole().done()),
                        row("unaccounted", count.unaccounted())),
                true);
    }

    private static MultiGauge.Row<?> held(Journal.Hold hold) {
        return MultiGauge.Row.of(
                Tags.of("partner", hold.partner().value(), "cause", hold.cause().word()), 1L);
    }

    private static MultiGauge.Row<?> row(String state, long count) {
        return MultiGauge.Row.of(Tags.of("state", state), count);
    }
}
