package nl.schakel.pipeline;

import java.time.Clock;
import java.util.Map;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.Pseudonyms;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.journal.Journal;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.Sealer;
import nl.schakel.transition.Transition;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.validate.Completeness;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
                "sftp", file));
    }

    @Bean
    Reading reading(
            ActiveMappings mappings, Completeness completeness, Directory directory, Doors messageDoors, Clock clock) {
        return new Reading(mappings, completeness, directory, messageDoors, clock);
    }

    @Bean
    Reception reception(
            Doors messageDoors,
            Doorkeeper doorkeeper,
            Reading reading,
            Journal journal,
            PipelineSettings settings,
            ReceiptWriter receiptWriter,
            Transition transition,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new Reception(
                messageDoors,
                doorkeeper,
                reading,
                journal,
                new StreamKey(SecretFile.openAt(settings.streamKey())),
                new Receipts(receiptWriter, messageDoors),
                new Answers(transition),
                afterAccept);
    }

    /** Its secret lies beside the stream key: both name clients, and both go with the home. */
    @Bean
    Pseudonyms pseudonyms(PipelineSettings settings) {
        return new PartnerPseudonyms(SecretFile.openAt(settings.streamKey().resolveSibling("pseudonym.key")));
    }

    @Bean
    FileReception fileReception(
            Doors messageDoors, Doorkeeper doorkeeper, ActiveMappings mappings, Reception reception) {
        return new FileReception(messageDoors, doorkeeper, mappings, reception);
    }

    @Bean
    MappingDesk mappingDesk(ActiveMappings mappings, Journal journal, @Qualifier("afterAccept") Runnable afterAccept) {
        return new MappingDesk(mappings, journal, afterAccept);
    }

    @Bean
    FhirReads fhirReads(Doorkeeper doorkeeper, Journal journal, FhirAnswers answers, GatewayName gateway, Clock clock) {
        return new FhirReads(doorkeeper, journal, answers, gateway, clock);
    }

    @Bean
    Hall hall(
            Reading reading,
            Directory directory,
            ConsentDesk consentDesk,
            Disclosure disclosure,
            Sealer sealer,
            GatewayName gateway,
            Transition transition,
            BackDoor backDoor) {
        return new Hall(
                new Routing(reading, directory, transition),
                new Release(
                        reading,
                        directory,
                        new Clearance(directory, consentDesk, disclosure),
                        sealer,
                        gateway,
                        transition),
                new Telling(reading, directory, sealer, gateway),
                backDoor);
    }
}
