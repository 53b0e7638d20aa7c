package nl.schakel.channel;

import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.FrontDesk;
import nl.schakel.pipeline.ReadingDesk;
import nl.schakel.pipeline.RequestSealing;
import nl.schakel.pipeline.SoapExchange;
import nl.schakel.referral.Limits;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.netty.NettyWorkerPoolBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/** The Camel context with everything the templates may name, and the threads behind it. */
final class DoorWorks implements AutoCloseable {
    /** How long peers may take; tests are less patient. */
    record Times(Duration wholeFrame, Duration partnerCall) {
        static Times usual() {
            return new Times(Limits.WHOLE_FRAME, Limits.PARTNER_CALL);
        }
    }

    /** Who seals what leaves, at the moment it leaves, and who knows the seals of answers. */
    record Sealing(SoapExchange.Sealing soap, SoapExchange.Checking answers, RequestSealing request) {}

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService workers;
    private final ScheduledExecutorService clock = alarmClock();
    private final EventLoopGroup loops;
    private final Templates templates;
    private final Rest rest = new Rest();

    DoorWorks(
            ChannelSettings settings,
            FrontDesk frontDesk,
            ReadingDesk readingDesk,
            FileDesk fileDesk,
            SSLContext tls,
            Sealing sealing,
            Egress egress,
            Times times)
            throws Exception {
        workers = Executors.newFixedThreadPool(settings.workers(), new Named("door"));
        loops = new NettyWorkerPoolBuilder()
                .withWorkerCount(Runtime.getRuntime().availableProcessors())
                .withName("Loop")
                .build();
        templates = new Templates(camel, settings.secrets());
        plain();
        bindFront(settings, frontDesk, readingDesk, tls, times.wholeFrame());
        bindPickups(fileDesk, tls, egress);
        guard(tls, egress);
        bindBack(tls, sealing, times.partnerCall());
        bindLines(tls, egress, times.partnerCall());
        camel.start();
        templates.read(settings.templates());
    }

    private static ScheduledThreadPoolExecutor alarmClock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, new Named("call-clock"));
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Nothing that watches, caches or explains messages: those would keep personal data. */
    private void plain() {
        camel.getCamelContextExtension().setName("schakel");
        camel.disableJMX();
        camel.setStreamCaching(false);
        camel.setMessageHistory(false);
        camel.setUseMDCLogging(false);
        camel.setLogExhaustedMessageBody(false);
        camel.setBacklogTracing(false);
        camel.setLoadTypeConverters(false);
        camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        camel.getShutdownStrategy().setTimeout(DoorLimits.CLOSING.toSeconds());
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    }

    private void bindFront(
            ChannelSettings settings, FrontDesk frontDesk, ReadingDesk readingDesk, SSLContext tls, Duration patience) {
        var registry = camel.getRegistry();
        DoorFrame open = new DoorFrame(frontDesk, workers, patience, Optional.empty());
        registry.bind("loops", loops);
        registry.bind("front-desk", new DeskCall(frontDesk, readingDesk));
        registry.bind("mllp", new MllpDoor(open));
        registry.bind("mllps", new MllpDoor(locked(open, new DoorTls(tls, settings.mllpCertificate()))));
        registry.bind("partner", new HttpDoor(locked(open, new DoorTls(tls, true))));
    }

    private void bindPickups(FileDesk desk, SSLContext tls, Egress egress) {
        var registry = camel.getRegistry();
        registry.bind(
                "file-pickup",
                new Collecting(rest, exchange -> DropCollector.of(exchange, "file", LocalWay.of(exchange), desk)));
        registry.bind(
                "sftp-pickup",
                new Collecting(
                        rest,
                        exchange -> DropCollector.of(exchange, "sftp", SftpWay.of(exchange, egress, clock), desk)));
        registry.bind(
                "jms-pickup",
                new Collecting(
                        rest, exchange -> JmsCollector.of(exchange, PartnerBroker.of(exchange, tls, egress), desk)));
        registry.bind("no-headers", new NoHeaders());
        registry.bind("mail-pickup", new MailPickup(desk, rest));
    }

    private static DoorFrame locked(DoorFrame frame, DoorTls lock) {
        return new DoorFrame(frame.desk(), frame.workers(), frame.patience(), Optional.of(lock));
    }

    private void bindBack(SSLContext tls, Sealing sealing, Duration partnerCall) {
        var registry = camel.getRegistry();
        camel.getComponent("https", HttpComponent.class).setSslContextParameters(new PartnerTls(tls));
        camel.getPropertiesComponent().setInitialProperties(limits(partnerCall));
        PartnerClient client = new PartnerClient(clock, partnerCall);
        registry.bind(Channels.CLIENT, client);
        registry.bind(Channels.SEALING_CLIENT, client.sealing(sealing.request()));
        registry.bind("retry-after-alone", new RetryAfter.Alone());
        registry.bind("https-request", (Processor) HttpsCall::request);
        registry.bind("https-answer", (Processor) HttpsCall::answer);
        registry.bind("look-request", (Processor) LookCall::request);
        registry.bind("soap-request", SoapCall.request(UnaryOperator.identity()));
        registry.bind("soap-sealed-request", SoapCall.request(sealing.soap()::seal));
        registry.bind("soap-answer", SoapCall.answer(sealing.answers()));
        registry.bind("soap-sealed-answer", SoapCall.sealedAnswer(sealing.answers()));
        bindDialogues(partnerCall.dividedBy(2));
        registry.bind("mllp-answer", (Processor) MllpCall::answer);
        registry.bind("partner-tls", new PartnerTls(tls));
        registry.bind("mail-request", (Processor) MailCall::request);
        registry.bind("mail-answer", (Processor) MailCall::answer);
        registry.bind("file-drop", (Processor) FileDrop::drop);
    }

    /** Whatever calls out by these names calls only what may be called. */
    private void guard(SSLContext tls, Egress egress) {
        GuardedHttp.SCHEMES.forEach(scheme -> camel.addComponent(scheme, new GuardedHttp(egress)));
        GuardedMail.SCHEMES.forEach(scheme -> camel.addComponent(scheme, new GuardedMail(egress, tls)));
    }

    private void bindLines(SSLContext tls, Egress egress, Duration partnerCall) {
        var registry = camel.getRegistry();
        registry.bind("mllp-request", (Processor) new MllpCall(egress)::request);
        registry.bind("mllp-line", new MllpLine(Optional.empty(), partnerCall, egress));
        registry.bind("mllp-tls-line", new MllpLine(Optional.of(tls), partnerCall, egress));
        registry.bind("jms-send", new JmsSend(exchange -> PartnerBroker.of(exchange, tls, egress)));
        registry.bind("sftp-drop", new SftpDrop(partnerCall, clock, egress));
    }

    /** @param turn for beginning calls, and again for the last of them: together the time of one delivery */
    private void bindDialogues(Duration turn) {
        var registry = camel.getRegistry();
        DialogueCall dialogues = new DialogueCall(turn, Clock.systemUTC());
        registry.bind("dialogue-client", new PartnerClient(clock, turn));
        registry.bind("case-dialogue", (Processor) dialogues::caseSystem);
        registry.bind("debt-dialogue", (Processor) dialogues::debtRelief);
        registry.bind("dialogue-answer", (Processor) dialogues::answer);
    }

    /** What the templates call {@code limit.*}, in milliseconds. */
    private static Properties limits(Duration partnerCall) {
        Properties limits = new Properties();
        limits.setProperty("limit.connect", Long.toString(DoorLimits.CONNECT.toMillis()));
        limits.setProperty("limit.pool", Long.toString(DoorLimits.POOL_WAIT.toMillis()));
        limits.setProperty("limit.look", Long.toString(DoorLimits.LOOK.toMillis()));
        limits.setProperty("limit.mail", Long.toString(DoorLimits.MAIL_LOOK.toMillis()));
        limits.setProperty("limit.sftp", Long.toString(DoorLimits.SFTP_LOOK.toMillis()));
        limits.setProperty("limit.turn", Long.toString(partnerCall.dividedBy(2).toMillis()));
        limits.setProperty("limit.call", Long.toString(partnerCall.toMillis()));
        return limits;
    }

    Rest rest() {
        return rest;
    }

    Templates templates() {
        return templates;
    }

    ProducerTemplate producer() {
        return camel.createProducerTemplate();
    }

    @Override
    public void close() {
        rest.ask();
        camel.stop();
        workers.shutdown();
        clock.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(DoorLimits.CLOSING.toMillis());
        try {
            if (!workers.awaitTermination(DoorLimits.CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
