package nl.schakel.bench.peers;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.StringType;

/**
 * A flat form as the FHIR Mapping Language wants to see a source: an element with children by name. The engine for R4 has no
 * way from text to a dateTime, so a moment is one already here, and a date in Dutch order is a second child with {@code
 * _iso} behind its name.
 */
final class FormElement extends Base {
    private static final long serialVersionUID = 1L;
    private static final String ISO = "_iso";
    private static final String MOMENT = "ontvangen";

    private final transient Map<String, String> fields;

    FormElement(Map<String, String> fields) {
        this.fields = fields;
    }

    @Override
    public Base[] getProperty(int hash, String name, boolean checkValid) {
        boolean iso = name.endsWith(ISO);
        String value = fields.get(iso ? name.substring(0, name.length() - ISO.length()) : name);
        if (value == null) {
            return new Base[0];
        }
        if (iso) {
            value = value.substring(6) + value.substring(2, 6) + value.substring(0, 2);
        }
        return new Base[] {iso || MOMENT.equals(name) ? new DateTimeType(value) : new StringType(value)};
    }

    @Override
    public Base[] listChildrenByName(String name, boolean checkValid) {
        return getProperty(0, name, checkValid);
    }

    @Override
    public List<Base> listChildrenByName(String name) {
        return List.of(getProperty(0, name, true));
    }

    @Override
    public String fhirType() {
        return "Intake";
    }

    @Override
    protected void listChildren(List<Property> children) {
        // It is read by name alone.
    }

    @Override
    public String getIdBase() {
        return "";
    }

    @Override
    public void setIdBase(String id) {
        throw new UnsupportedOperationException("A form has no id");
    }

    @Override
    public Base copy() {
        return new FormElement(fields);
    }
}
