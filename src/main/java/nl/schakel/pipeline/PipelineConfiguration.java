package nl.schakel.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.identity.AccessTokens;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.journal.Backlogs;
import nl.schakel.journal.Clients;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TokenSeal;
import nl.schakel.seal.XmlSealer;
import nl.schakel.transition.Transition;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.trust.ReceiverKeys;
import nl.schakel.validate.Completeness;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {

    @Bean
    GatewayName gatewayName(Directory directory, PipelineSettings settings) {
        return GatewayName.of(directory, settings.baseUrl());
    }

    @Bean
    Doors messageDoors(FhirAnswers answers, Clock clock) {
        Door mllp = new MllpDoor(clock);
        Door fhir = new FhirDoor(answers);
        Door file = new FileDoor(mllp, fhir);
        return new Doors(Map.of(
                "mllp", mllp,
                "fhir", fhir,
                "soap", new SoapDoor(clock),
                "json", new JsonDoor(),
                "file", file,
                "mail", file,
                "jms", file,
                "sftp", file));
    }

    @Bean
    Reading reading(
            ActiveMappings mappings, Completeness completeness, Directory directory, Doors messageDoors, Clock clock) {
        return new Reading(mappings, completeness, directory, messageDoors, clock);
    }

    @Bean
    StreamKey streamKey(PipelineSettings settings) {
        return new StreamKey(SecretFile.openAt(settings.streamKey()));
    }

    @Bean
    DossierSeal dossierSeal(StreamKey streamKey) {
        return new DossierSeal(streamKey);
    }

    @Bean
    Conflicts conflicts(Directory directory) {
        return new Conflicts(directory);
    }

    @Bean
    Dossiers dossiers(DossierSeal seal, Conflicts conflicts, MeterRegistry meters) {
        return new Dossiers(
                seal,
                conflicts,
                Counter.builder("schakel.dossier.tampered")
                        .description("Times that what is kept about a client was not as it was recorded")
                        .register(meters));
    }

    @Bean
    Consents consents(DossierSeal seal, Directory directory, @Value("${schakel.mappings:mappings}") String mappings)
            throws IOException {
        return new Consents(seal, directory, ConsentForms.read(Path.of(mappings, "consent-forms")));
    }

    @Bean
    Protections protections(DossierSeal seal, Consents consents) {
        return new Protections(seal, consents);
    }

    @Bean
    Amendments amendments(Reading reading, Transition transition) {
        return new Amendments(reading, transition);
    }

    @Bean
    Families families(DossierSeal seal, Amendments amendments, Directory directory) {
        return new Families(seal, amendments, directory);
    }

    @Bean
    Presumptions presumptions(DossierSeal seal, Consents consents, ConsentDesk consentDesk) {
        return new Presumptions(seal, consents, consentDesk);
    }

    @Bean
    BasisDesk basisDesk(
            Clients clients,
            Directory directory,
            Dossiers dossiers,
            Families families,
            DossierSeal seal,
            Consents consents,
            Protections protections,
            Amendments amendments,
            Presumptions presumptions,
            ConsentDesk consentDesk,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new BasisDesk(
                clients,
                directory,
                dossiers,
                families,
                seal,
                consents,
                protections,
                amendments,
                presumptions,
                consentDesk,
                afterAccept);
    }

    @Bean
    FamilyDesk familyDesk(
            Clients clients,
            DossierSeal seal,
            Protections protections,
            Families families,
            Journal journal,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new FamilyDesk(clients, seal, protections, families, journal, afterAccept);
    }

    @Bean
    Merges merges(DossierSeal seal, Consents consents, FamilyDesk familyDesk, Directory directory) {
        return new Merges(seal, consents, new JoinedFamilies(familyDesk), directory);
    }

    @Bean
    FamilyClaims familyClaims(StreamKey streamKey, FamilyDesk familyDesk) {
        return new FamilyClaims(streamKey, familyDesk);
    }

    @Bean
    ExplainDesk explainDesk(BasisDesk basisDesk, Directory directory, ConsentDesk consentDesk, Clock clock) {
        return new ExplainDesk(basisDesk, new Explaining(directory, consentDesk), clock);
    }

    @Bean(destroyMethod = "close")
    OverdueOpenings overdueOpenings(Clients clients) {
        return OverdueOpenings.watch(clients);
    }

    @Bean
    BreakGlass breakGlass(
            Clients clients,
            Directory directory,
            Reading reading,
            DossierSeal seal,
            Consents consents,
            MeterRegistry meters,
            Clock clock,
            @Qualifier("afterAccept") Runnable afterAccept) {
        Gauge.builder("schakel.break.glass.overdue", clients, Clients::overdueOpenings)
                .description("Break-glass openings that nobody looked at within 24 hours; they are shut")
                .register(meters);
        return new BreakGlass(clients, directory, reading, seal, consents, clock, afterAccept);
    }

    @Bean
    ClientReport clientReport(Clients clients, Journal journal, Directory directory) {
        return new ClientReport(clients, journal, directory);
    }

    @Bean
    Looks looks(DossierSeal seal) {
        return new Looks(seal);
    }

    @Bean
    LookDesk lookDesk(
            Clients clients,
            Directory directory,
            Amendments amendments,
            Clearance clearance,
            Dossiers dossiers,
            Families families,
            Looks looks,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new LookDesk(clients, directory, amendments, clearance, dossiers, families, looks, afterAccept);
    }

    @Bean
    Clearance clearance(Directory directory, ConsentDesk consentDesk, Disclosure disclosure) {
        return new Clearance(directory, consentDesk, disclosure);
    }

    @Bean
    OwnTasks ownTasks(Journal journal, Clients clients, Conflicts conflicts, Clock clock) {
        return new OwnTasks(journal, clients, conflicts, clock);
    }

    @Bean
    Reception reception(
            Doors messageDoors,
            Doorkeeper doorkeeper,
            Reading reading,
            Journal journal,
            StreamKey streamKey,
            ReceiptWriter receiptWriter,
            LatestCheckpoint latestCheckpoint,
            Transition transition,
            Consents consents,
            OwnTasks ownTasks,
            Protections protections,
            Conflicts conflicts,
            Amendments amendments,
            FamilyClaims familyClaims,
            Merges merges,
            Backlogs backlogs,
            Directory directory,
            Hall hall,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new Reception(
                messageDoors,
                doorkeeper,
                reading,
                journal,
                streamKey,
                new Receipts(receiptWriter, latestCheckpoint, messageDoors),
                new Answers(transition, consents, protections, amendments, conflicts, familyClaims, merges),
                ownTasks,
                new HighWater(backlogs, directory),
                hall,
                afterAccept);
    }

    @Bean
    @Primary
    FrontDesk frontDesk(
            Admission admission,
            Doors messageDoors,
            Reception reception,
            Doorkeeper doorkeeper,
            SoapExchange.Sealing sealing) {
        return new SealedAnswers(new AdmittingDesk(admission, messageDoors, reception), doorkeeper, sealing);
    }

    @Bean
    Quotas quotas(Directory directory, MeterRegistry meters) {
        return new Quotas(directory, meters, System::nanoTime);
    }

    @Bean
    Admission admission(Doors messageDoors, Doorkeeper doorkeeper, Quotas quotas, Journal journal, DiskRoom diskRoom) {
        return new Admission(messageDoors, doorkeeper, quotas, journal, diskRoom, System::nanoTime);
    }

    /** Its secret lies beside the stream key: both name clients, and both go with the home. */
    @Bean
    PartnerPseudonyms pseudonyms(PipelineSettings settings) {
        return new PartnerPseudonyms(SecretFile.openAt(settings.streamKey().resolveSibling("pseudonym.key")));
    }

    @Bean
    FileReception fileReception(
            Doors messageDoors,
            Doorkeeper doorkeeper,
            ActiveMappings mappings,
            Reception reception,
            Admission admission) {
        return new FileReception(messageDoors, doorkeeper, mappings, reception, admission);
    }

    @Bean
    MappingDesk mappingDesk(ActiveMappings mappings, Journal journal, @Qualifier("afterAccept") Runnable afterAccept) {
        return new MappingDesk(mappings, journal, afterAccept);
    }

    @Bean
    FhirReads fhirReads(
            Doorkeeper doorkeeper,
            OwnTasks ownTasks,
            EventReads eventReads,
            FhirAnswers answers,
            GatewayName gateway,
            AccessTokens tokens,
            Admission admission,
            Clock clock) {
        return new FhirReads(
                doorkeeper,
                ownTasks,
                eventReads,
                answers,
                gateway,
                new TokenDesk(doorkeeper, tokens),
                admission,
                clock);
    }

    @Bean
    AccessTokens accessTokens(GatewayName gateway, Clock clock) {
        return new AccessTokens(TokenSeal.make(), gateway.baseUrl(), clock);
    }

    @Bean
    RequestSealing requestSealing(Sealer sealer) {
        return sealer::seal;
    }

    @Bean
    SoapExchange.Sealing soapSealing(XmlSealer sealer) {
        return sealer::seal;
    }

    @Bean
    SoapExchange.Checking soapChecking(Doorkeeper doorkeeper) {
        return doorkeeper::sealedInXml;
    }

    @Bean
    ClosedParts closedParts(Directory directory, ReceiverKeys keys, Sealer sealer, Clock clock) {
        return new ClosedParts(directory, keys::toSealFor, new PartSealer(sealer, clock));
    }

    @Bean
    Hall hall(
            Reading reading,
            Directory directory,
            Clearance clearance,
            Dossiers dossiers,
            Families families,
            Looks looks,
            Consents consents,
            Protections protections,
            Conflicts conflicts,
            Amendments amendments,
            Presumptions presumptions,
            FamilyClaims familyClaims,
            Sealer sealer,
            GatewayName gateway,
            Transition transition,
            BackDoor backDoor,
            ObjectProvider<Reception> reception,
            PartnerPseudonyms pseudonyms,
            ClosedParts parts) {
        return new Hall(
                new Routing(
                        reading,
                        directory,
                        transition,
                        consents,
                        protections,
                        amendments,
                        presumptions,
                        new Reconsideration(directory, clearance, dossiers, families, looks),
                        conflicts,
                        familyClaims),
                new Release(
                        reading,
                        amendments,
                        directory,
                        clearance,
                        dossiers,
                        families,
                        looks,
                        sealer,
                        gateway,
                        transition,
                        new FamilyNumbers(pseudonyms),
                        parts),
                new Telling(reading, directory, sealer, gateway, conflicts),
                new Fetching(reading, directory, backDoor, reception::getObject),
                backDoor);
    }
}
