package nl.schakel.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;

/** HAPI's definitions of R4 as the lines of {@link R4Elements#FILE}. */
final class R4Definitions {
    private static final String HEAD =
            "# What FHIR R4 has where, out of HAPI's definitions: R4ElementsTest writes it anew "
                    + "(-Dschakel.write-docs=true) and holds it to them.\n";
    private static final String EXTENSIONS = "extension*:Extension";
    private static final Set<String> EXTENSION = Set.of("extension", "modifierExtension");

    private final FhirContext context = FhirContext.forR4();
    private final Map<String, String> lines = new TreeMap<>();

    /** The whole file. */
    String text() {
        context.getResourceTypes().forEach(type -> gather(context.getResourceDefinition(type)));
        gather(context.getElementDefinition(Extension.class));
        lines.put(R4Elements.BESIDE, "type " + R4Elements.BESIDE + " id:text " + EXTENSIONS);
        return HEAD + String.join("\n", lines.values()) + "\n";
    }

    private void gather(BaseRuntimeElementDefinition<?> definition) {
        String name = name(definition);
        if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite && !lines.containsKey(name)) {
            String kind = definition instanceof RuntimeResourceDefinition ? "resource " : "type ";
            lines.put(name, "");
            lines.put(
                    name,
                    kind
                            + name
                            + composite.getChildren().stream().map(this::words).collect(Collectors.joining()));
        }
    }

    private String words(BaseRuntimeChildDefinition child) {
        StringBuilder words = new StringBuilder();
        for (String called : new TreeSet<>(child.getValidChildNames())) {
            if (EXTENSION.contains(called)) {
                // HAPI knows what stands there by another name, or by none, depending on what it was asked before.
                words.append(' ').append(called).append("*:Extension");
            } else if (!isNameOfHapiAlone(child, called)) {
                BaseRuntimeElementDefinition<?> element = child.getChildByName(called);
                gather(element);
                words.append(' ').append(called).append(child.getMax() == 1 ? "" : "*");
                words.append(one(child, called)).append(':').append(holds(element));
            }
        }
        return words.toString();
    }

    /** HAPI calls a reference also {@code valueResource}; no document does. */
    private static boolean isNameOfHapiAlone(BaseRuntimeChildDefinition child, String called) {
        return called.equals(base(child) + "Resource");
    }

    private static String base(BaseRuntimeChildDefinition child) {
        return child.getElementName().replace("[x]", "");
    }

    private static String one(BaseRuntimeChildDefinition child, String called) {
        return called.equals(base(child)) ? "" : "/" + base(child);
    }

    private static String holds(BaseRuntimeElementDefinition<?> element) {
        ChildTypeEnum type = element.getChildType();
        return switch (type) {
            case ID_DATATYPE, PRIMITIVE_XHTML_HL7ORG -> "text";
            case PRIMITIVE_DATATYPE -> value(element.getImplementingClass());
            case RESOURCE, CONTAINED_RESOURCES, CONTAINED_RESOURCE_LIST -> "resource";
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK -> name(element);
            default -> throw new IllegalStateException(element.getName() + " is " + type);
        };
    }

    private static String value(Class<?> type) {
        if (BooleanType.class.isAssignableFrom(type)) {
            return "boolean";
        }
        return IntegerType.class.isAssignableFrom(type) || DecimalType.class.isAssignableFrom(type) ? "number" : "text";
    }

    private static String name(BaseRuntimeElementDefinition<?> definition) {
        return definition instanceof RuntimeResourceDefinition resource
                ? resource.getName()
                : definition
                        .getImplementingClass()
                        .getName()
                        .replaceFirst("^.*\\.", "")
                        .replace('$', '.');
    }
}
