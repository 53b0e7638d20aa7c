package nl.schakel.bench.peers;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import nl.schakel.bench.Contestant;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureMap;
import org.hl7.fhir.r4.utils.StructureMapUtilities;

/** The FHIR Mapping Language in HAPI's engine for R4, parsed once, between Jackson's reader and HAPI's writer. */
public final class FhirMappingIntake implements Contestant {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> FORM = new TypeReference<>() {};

    private Engine engine;

    /** HAPI's engine with the map; it reads all definitions of R4 when it is made, so only who measures it makes one. */
    private record Engine(StructureMapUtilities engine, StructureMap map, IParser writer) {
        static Engine ready() {
            FhirContext context = FhirContext.forR4();
            StructureMapUtilities engine = new StructureMapUtilities(
                    new HapiWorkerContext(context, new DefaultProfileValidationSupport(context)));
            return new Engine(engine, engine.parse(Scripts.text("intake.map"), "intake"), context.newJsonParser());
        }
    }

    @Override
    public String name() {
        return "intake/fhir-mapping-language";
    }

    @Override
    public byte[] translate(byte[] message) {
        try {
            if (engine == null) {
                engine = Engine.ready();
            }
            Bundle bundle = new Bundle();
            engine.engine().transform(null, new FormElement(JSON.readValue(message, FORM)), engine.map(), bundle);
            StringBuilder resources = new StringBuilder("[");
            for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                Resource resource = entry.getResource();
                // The engine gives every resource an id of its own making; the other contestants give none.
                resource.setId((String) null);
                resources
                        .append(resources.length() == 1 ? "" : ",")
                        .append(engine.writer().encodeResourceToString(resource));
            }
            return resources.append(']').toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
