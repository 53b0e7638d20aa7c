package nl.schakel.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * The one WS-Security header of a SOAP 1.1 envelope, read by position and never by search, so that nothing that was signed
 * elsewhere in the message passes for its Body. Form alone; nothing is believed yet.
 *
 * @param signed what the references name: Body and Timestamp among them
 */
record SecurityHeader(
        Element signature,
        String token,
        String tokenType,
        String method,
        List<Element> signed,
        Instant created,
        Optional<Instant> expires) {
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    static final String C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String ID = "Id";
    private static final String TOKENS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    static final String BASE64 = TOKENS + "soap-message-security-1.0#Base64Binary";
    static final String X509 = TOKENS + "x509-token-profile-1.0#X509v3";
    static final String PATH = TOKENS + "x509-token-profile-1.0#X509PKIPathv1";
    /** Body, Timestamp, token, and the few headers of WS-Addressing. */
    private static final int MOST_REFERENCES = 10;

    static SecurityHeader in(Document document) throws SealedXml.Refused {
        return new Walk(document).header();
    }

    /** One reading. */
    private static final class Walk {
        private final Document document;
        private final Map<String, Element> signable = new HashMap<>();

        Walk(Document document) {
            this.document = document;
        }

        SecurityHeader header() throws SealedXml.Refused {
            List<Element> top = kids(document.getDocumentElement(), SOAP, "Envelope", 2);
            demand(SealedXml.is(top.get(0), SOAP, "Header") && SealedXml.is(top.get(1), SOAP, "Body"));
            Element body = top.get(1);
            Element security = security(top.get(0));
            List<Element> parts = kids(security, WSSE, "Security", 3);
            Element token = only(parts, WSSE, "BinarySecurityToken");
            Element timestamp = only(parts, WSU, "Timestamp");
            Element signature = only(parts, DSIG, "Signature");
            List.of(body, timestamp, token).forEach(this::maySign);
            List<Element> core = kids(signature, DSIG, "Signature", 3);
            List<Element> signed = references(core.get(0));
            demand(signed.contains(body), SealRefusal.BODY_NOT_SIGNED);
            demand(signed.contains(timestamp), SealRefusal.TIMESTAMP_NOT_SIGNED);
            kids(core.get(1), DSIG, "SignatureValue", 0);
            keyInfo(core.get(2), token);
            List<Element> times = SealedXml.elements(timestamp);
            demand((times.size() == 1 || times.size() == 2) && SealedXml.is(times.get(0), WSU, "Created"));
            demand(times.size() == 1 || SealedXml.is(times.get(1), WSU, "Expires"));
            return new SecurityHeader(
                    signature,
                    text(token),
                    token.getAttribute("ValueType"),
                    SealedXml.elements(core.get(0)).get(1).getAttribute("Algorithm"),
                    signed,
                    time(times.get(0)),
                    times.size() == 1 ? Optional.empty() : Optional.of(time(times.get(1))));
        }

        private Element security(Element header) throws SealedXml.Refused {
            Element found = null;
            for (Element entry : SealedXml.elements(header)) {
                if (SealedXml.is(entry, WSSE, "Security")) {
                    demand(found == null);
                    found = entry;
                } else {
                    maySign(entry);
                }
            }
            if (found == null) {
                throw new SealedXml.Refused(SealRefusal.FORM_BROKEN);
            }
            return found;
        }

        private void maySign(Element element) {
            String id = element.getAttributeNS(WSU, ID);
            if (!id.isEmpty()) {
                signable.put(id, element);
            }
        }

        private List<Element> references(Element signedInfo) throws SealedXml.Refused {
            List<Element> parts = SealedXml.elements(signedInfo);
            demand(SealedXml.is(signedInfo, DSIG, "SignedInfo")
                    && parts.size() >= 4
                    && parts.size() <= 2 + MOST_REFERENCES);
            canonicalised(parts.get(0), "CanonicalizationMethod");
            kids(parts.get(1), DSIG, "SignatureMethod", 0);
            Set<String> ids = new HashSet<>();
            List<Element> signed = new java.util.ArrayList<>();
            for (Element reference : parts.subList(2, parts.size())) {
                String uri = reference(reference);
                Element target = uri.startsWith("#") ? signable.get(uri.substring(1)) : null;
                if (target == null || !ids.add(uri.substring(1))) {
                    throw new SealedXml.Refused(SealRefusal.REFERENCE_NOT_ALLOWED);
                }
                signed.add(target);
            }
            everyIdOnce(ids);
            return signed;
        }

        private static String reference(Element reference) throws SealedXml.Refused {
            List<Element> parts = kids(reference, DSIG, "Reference", 3);
            List<Element> transforms = kids(parts.get(0), DSIG, "Transforms", 1);
            canonicalised(transforms.get(0), "Transform");
            kids(parts.get(1), DSIG, "DigestMethod", 0);
            demand(parts.get(1).getAttribute("Algorithm").equals(SHA256), SealRefusal.ALGORITHM_NOT_ALLOWED);
            kids(parts.get(2), DSIG, "DigestValue", 0);
            return reference.getAttribute("URI");
        }

        /** Exclusive, without comments; the prefixes that it may name add text and never take any away. */
        private static void canonicalised(Element method, String name) throws SealedXml.Refused {
            demand(SealedXml.is(method, DSIG, name));
            demand(method.getAttribute("Algorithm").equals(C14N), SealRefusal.TRANSFORM_NOT_ALLOWED);
            List<Element> parameters = SealedXml.elements(method);
            demand(
                    parameters.isEmpty()
                            || (parameters.size() == 1
                                    && SealedXml.is(parameters.get(0), C14N, "InclusiveNamespaces")
                                    && SealedXml.elements(parameters.get(0)).isEmpty()),
                    SealRefusal.TRANSFORM_NOT_ALLOWED);
        }

        /** It names the token beside it, and nothing that would have to be fetched or believed. */
        private static void keyInfo(Element keyInfo, Element token) throws SealedXml.Refused {
            Element named = kids(keyInfo, DSIG, "KeyInfo", 1).get(0);
            Element reference = kids(named, WSSE, "SecurityTokenReference", 1).get(0);
            kids(reference, WSSE, "Reference", 0);
            String id = token.getAttributeNS(WSU, ID);
            demand(!id.isEmpty() && reference.getAttribute("URI").equals('#' + id), SealRefusal.KEY_NOT_ALLOWED);
            demand(token.getAttribute("EncodingType").equals(BASE64), SealRefusal.CHAIN_UNREADABLE);
        }

        /** By whatever attribute an element may be known to somebody. */
        private void everyIdOnce(Set<String> referenced) throws SealedXml.Refused {
            Set<String> met = new HashSet<>();
            for (Node node = document.getDocumentElement(); node != null; node = SealedXml.next(node)) {
                NamedNodeMap attributes = node.getAttributes();
                for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
                    Attr attribute = (Attr) attributes.item(i);
                    boolean isId =
                            ID.equalsIgnoreCase(attribute.getLocalName()) && referenced.contains(attribute.getValue());
                    demand(!isId || met.add(attribute.getValue()), SealRefusal.ID_TWICE);
                }
            }
        }

        private static Element only(List<Element> elements, String namespace, String name) throws SealedXml.Refused {
            List<Element> found = elements.stream()
                    .filter(element -> SealedXml.is(element, namespace, name))
                    .toList();
            demand(found.size() == 1);
            return found.get(0);
        }

        private static List<Element> kids(Element parent, String namespace, String name, int count)
                throws SealedXml.Refused {
            demand(SealedXml.is(parent, namespace, name));
            List<Element> kids = count == 0 ? leaf(parent) : SealedXml.elements(parent);
            demand(kids.size() == count);
            return kids;
        }

        private static List<Element> leaf(Element element) throws SealedXml.Refused {
            for (Node kid = element.getFirstChild(); kid != null; kid = kid.getNextSibling()) {
                demand(!(kid instanceof Element));
            }
            return List.of();
        }

        private static String text(Element element) throws SealedXml.Refused {
            leaf(element);
            return element.getTextContent().strip();
        }

        private static Instant time(Element element) throws SealedXml.Refused {
            try {
                return OffsetDateTime.parse(text(element)).toInstant();
            } catch (DateTimeException none) {
                throw new SealedXml.Refused(SealRefusal.FORM_BROKEN);
            }
        }

        private static void demand(boolean good) throws SealedXml.Refused {
            demand(good, SealRefusal.FORM_BROKEN);
        }

        private static void demand(boolean good, SealRefusal otherwise) throws SealedXml.Refused {
            if (!good) {
                throw new SealedXml.Refused(otherwise);
            }
        }
    }
}
