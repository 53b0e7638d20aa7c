package nl.schakel.translate.xml;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The XML Schemas an operator has put into the folder for official schemas, by target namespace. A document whose
 * namespace has one there is checked against it, before it is mapped and after it is written; others are not. The
 * official schemas may not be handed on with this program, therefore the folder is empty at first.
 */
public final class OfficialSchemas {
    private static final Logger LOG = LoggerFactory.getLogger(OfficialSchemas.class);
    private static final int FOLDER_DEPTH = 3;
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private final Map<String, Official> byNamespace;

    private record Official(String file, Schema schema) {}

    private OfficialSchemas(Map<String, Official> byNamespace) {
        this.byNamespace = Map.copyOf(byNamespace);
    }

    /**
     * Compiles all schemas below a folder; imports between them are followed, anything beyond files is not.
     *
     * @throws IllegalArgumentException names the schema that does not compile
     */
    public static OfficialSchemas load(Path folder) {
        Map<String, Official> found = new TreeMap<>();
        for (Path file : files(folder)) {
            found.computeIfAbsent(targetNamespace(file), namespace -> compiled(folder, file));
        }
        if (found.isEmpty() && SAID.compareAndSet(false, true)) {
            LOG.info("No official XML Schemas in {}: XML is checked by its mapping alone", folder);
        }
        return new OfficialSchemas(found);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(folder, FOLDER_DEPTH, (file, facts) -> facts.isRegularFile())) {
            return files.filter(file -> file.toString().endsWith(".xsd"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String targetNamespace(Path file) {
        try (var bytes = Files.newInputStream(file)) {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            return root(factory.createXMLStreamReader(bytes)).getAttributeValue(null, "targetNamespace");
        } catch (XMLStreamException broken) {
            throw new IllegalArgumentException(file + " is no XML Schema", broken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static XMLStreamReader root(XMLStreamReader reader) throws XMLStreamException {
        while (!reader.isStartElement()) {
            reader.next();
        }
        return reader;
    }

    private static Official compiled(Path folder, Path file) {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            return new Official(folder.relativize(file).toString(), factory.newSchema(file.toFile()));
        } catch (SAXException broken) {
            throw new IllegalArgumentException(file + " does not compile: " + broken.getMessage(), broken);
        }
    }

    /** The document again when it follows the schema of its namespace, or when there is none. */
    public Step<String> check(String document) {
        if (byNamespace.isEmpty()) {
            return Step.next(document);
        }
        Official official = byNamespace.get(namespace(document));
        return official == null ? Step.next(document) : checked(document, official);
    }

    private static String namespace(String document) {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            return XmlParser.namespace(root(factory.createXMLStreamReader(new StringReader(document)))
                    .getNamespaceURI());
        } catch (XMLStreamException broken) {
            throw new IllegalStateException("the document was read before", broken);
        }
    }

    private static Step<String> checked(String document, Official official) {
        try {
            Validator validator = official.schema().newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.validate(new StreamSource(new StringReader(document)));
            return Step.next(document);
        } catch (SAXParseException fault) {
            return Step.stopped(Problem.at(
                            ProblemCode.SCHEMA_VIOLATED,
                            "line " + fault.getLineNumber() + ", column " + fault.getColumnNumber())
                    .seen(rule(fault))
                    .expected(official.file()));
        } catch (SAXException | IOException broken) {
            throw new IllegalStateException("validation of text in memory", broken);
        }
    }

    /** The name of the rule, such as {@code cvc-complex-type.2.4.a}; what follows it may quote the message. */
    private static String rule(SAXParseException fault) {
        return Optional.ofNullable(fault.getMessage())
                .map(message -> message.split(":", 2)[0])
                .filter(name -> name.matches("[a-zA-Z0-9.-]{1,60}"))
                .orElse("a fault");
    }
}
