package nl.schakel.translate.xml;

import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Node;
import org.jspecify.annotations.Nullable;

/** An element that is open: it becomes a branch when something stands in it, else a leaf with its text. */
final class XmlElement {
    /** Where an element has no namespace though the document's root has one: no path leads there. */
    static final String NOWHERE = "none";

    private final @Nullable XmlElement parent;
    private final String name;
    private final int position;
    private final Node.Mark mark;
    private final String rootNamespace;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> positions = new HashMap<>();
    private @Nullable Branch branch;
    private boolean hasElements;
    private boolean nil;

    private XmlElement(@Nullable XmlElement parent, String name, int position, Node.Mark mark, String rootNamespace) {
        this.parent = parent;
        this.name = name;
        this.position = position;
        this.mark = mark;
        this.rootNamespace = rootNamespace;
    }

    static XmlElement root(Branch root, String namespace) {
        XmlElement element = new XmlElement(null, "", 0, Node.Mark.NONE, namespace);
        element.branch = root;
        return element;
    }

    /** The element that begins inside this one. */
    XmlElement begin(XMLStreamReader reader) {
        hasElements = true;
        branch();
        String local = reader.getLocalName();
        Node.Mark at = new Node.Mark(
                relative(XmlParser.namespace(reader.getNamespaceURI()), NOWHERE),
                reader.getLocation().getLineNumber());
        return new XmlElement(this, local, positions.merge(local, 1, Integer::sum), at, rootNamespace);
    }

    private String relative(String namespace, String absent) {
        if (namespace.equals(rootNamespace)) {
            return "";
        }
        return namespace.isEmpty() ? absent : namespace;
    }

    /**
     * An attribute is a leaf {@code @name}. Those of the namespace for schema instances speak to schema processors: a
     * schema they point at is never read; {@code xsi:nil} takes the value away.
     */
    void attribute(XMLStreamReader reader, int index) {
        String namespace = XmlParser.namespace(reader.getAttributeNamespace(index));
        String value = reader.getAttributeValue(index);
        if (XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(namespace)) {
            nil |= "nil".equals(reader.getAttributeLocalName(index)) && ("true".equals(value) || "1".equals(value));
            return;
        }
        Node.Mark at =
                new Node.Mark(relative(namespace, ""), reader.getLocation().getLineNumber());
        branch().bear(Node.Kind.TAG, '@' + reader.getAttributeLocalName(index), 1, at, new Json.Text(value));
    }

    int length() {
        return text.length();
    }

    boolean hasText() {
        return !text.toString().isBlank();
    }

    /** False when text stands between elements. */
    boolean text(String more) {
        text.append(more);
        return !hasElements || more.isBlank();
    }

    void end() {
        Json value = new Json.Text(nil ? "" : text.toString());
        if (branch == null && parent != null) {
            parent.branch().bear(Node.Kind.TAG, name, position, mark, value);
        } else if (branch != null && !hasElements && hasText()) {
            branch.bear(Node.Kind.TAG, Branch.TEXT, 1, mark, value);
        }
    }

    private Branch branch() {
        if (branch == null) {
            branch = parent == null ? Branch.root() : parent.branch().grow(Node.Kind.TAG, name, position, mark);
        }
        return branch;
    }

    String path() {
        return branch().path();
    }
}
