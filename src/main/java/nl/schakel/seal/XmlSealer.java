package nl.schakel.seal;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import nl.schakel.trust.IssuedKey;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Seals a SOAP 1.1 message with our own key by WS-Security: Body, Timestamp and certificate under one XML signature, anew
 * for every call, because its receiver believes a time-stamp for minutes. Safe for use by many threads.
 */
public final class XmlSealer {
    /** As long as receivers of WS-Security believe one by default. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Supplier<IssuedKey> source;
    private final Clock clock;

    /** @param source the key of the moment: EC on P-256, or RSA */
    public XmlSealer(Supplier<IssuedKey> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * @param envelope a SOAP 1.1 envelope without a header of WS-Security
     * @throws IllegalArgumentException when it is none
     */
    public byte[] seal(byte[] envelope) {
        try {
            Document document = SealedXml.read(envelope);
            new Hand(document, source.get()).sign(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            return SealedXml.bytes(document);
        } catch (SealedXml.Refused refused) {
            throw new IllegalArgumentException("Only a plain SOAP 1.1 envelope is sealed", refused);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException defect) {
            throw new IllegalStateException("The seal key cannot sign XML", defect);
        }
    }

    /** One sealing. */
    private static final class Hand {
        private final XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        private final Document document;
        private final IssuedKey key;

        Hand(Document document, IssuedKey key) {
            this.document = document;
            this.key = key;
        }

        void sign(Instant now)
                throws SealedXml.Refused, GeneralSecurityException, MarshalException, XMLSignatureException {
            Element envelope = document.getDocumentElement();
            List<Element> parts = SealedXml.elements(envelope);
            Element body = parts.isEmpty() ? envelope : parts.get(parts.size() - 1);
            if (!SealedXml.is(envelope, SecurityHeader.SOAP, "Envelope")
                    || !SealedXml.is(body, SecurityHeader.SOAP, "Body")
                    || parts.size() > 2) {
                throw new SealedXml.Refused(SealRefusal.FORM_BROKEN);
            }
            Element security = security(parts.size() == 2 ? parts.get(0) : header(envelope, body));
            Element token = element(security, SecurityHeader.WSSE, "wsse:BinarySecurityToken");
            token.setAttribute("EncodingType", SecurityHeader.BASE64);
            token.setAttribute("ValueType", SecurityHeader.X509);
            token.setTextContent(encoded());
            Element timestamp = element(security, SecurityHeader.WSU, "wsu:Timestamp");
            element(timestamp, SecurityHeader.WSU, "wsu:Created").setTextContent(now.toString());
            element(timestamp, SecurityHeader.WSU, "wsu:Expires")
                    .setTextContent(now.plus(LIFE).toString());
            DOMSignContext context = new DOMSignContext(key.key(), security);
            context.setDefaultNamespacePrefix("ds");
            SignedInfo info =
                    info(List.of(reference(context, body), reference(context, timestamp), reference(context, token)));
            factory.newXMLSignature(info, keyInfo(token)).sign(context);
        }

        private Element header(Element envelope, Element body) {
            Element header = document.createElementNS(SecurityHeader.SOAP, qualified(envelope, "Header"));
            envelope.insertBefore(header, body);
            return header;
        }

        private Element security(Element header) throws SealedXml.Refused {
            for (Element entry : SealedXml.elements(header)) {
                if (SealedXml.is(entry, SecurityHeader.WSSE, "Security")) {
                    throw new SealedXml.Refused(SealRefusal.FORM_BROKEN);
                }
            }
            Element security = element(header, SecurityHeader.WSSE, "wsse:Security");
            security.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsse", SecurityHeader.WSSE);
            security.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsu", SecurityHeader.WSU);
            // An attribute needs a prefix of its own; the envelope may have none.
            security.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:s11", SecurityHeader.SOAP);
            security.setAttributeNS(SecurityHeader.SOAP, "s11:mustUnderstand", "1");
            return security;
        }

        private static String qualified(Element like, String name) {
            return like.getPrefix() == null ? name : like.getPrefix() + ':' + name;
        }

        private Element element(Element parent, String namespace, String name) {
            Element element = document.createElementNS(namespace, name);
            parent.appendChild(element);
            return element;
        }

        private Reference reference(DOMSignContext context, Element target) throws GeneralSecurityException {
            String id = "id-" + UUID.randomUUID();
            target.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsu", SecurityHeader.WSU);
            target.setAttributeNS(SecurityHeader.WSU, "wsu:Id", id);
            context.setIdAttributeNS(target, SecurityHeader.WSU, SecurityHeader.ID);
            return factory.newReference(
                    '#' + id,
                    factory.newDigestMethod(SecurityHeader.SHA256, null),
                    List.of(factory.newTransform(SecurityHeader.C14N, (TransformParameterSpec) null)),
                    null,
                    null);
        }

        private SignedInfo info(List<Reference> references) throws GeneralSecurityException {
            XmlAlgorithm algorithm = key.key().getAlgorithm().equals("RSA") ? XmlAlgorithm.RSA : XmlAlgorithm.ECDSA;
            return factory.newSignedInfo(
                    factory.newCanonicalizationMethod(SecurityHeader.C14N, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod(algorithm.uri(), null),
                    references);
        }

        private KeyInfo keyInfo(Element token) {
            Element named = document.createElementNS(SecurityHeader.WSSE, "wsse:SecurityTokenReference");
            Element reference = element(named, SecurityHeader.WSSE, "wsse:Reference");
            reference.setAttribute("URI", '#' + token.getAttributeNS(SecurityHeader.WSU, SecurityHeader.ID));
            reference.setAttribute("ValueType", SecurityHeader.X509);
            return factory.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(named)));
        }

        private String encoded() {
            try {
                return Base64.getEncoder().encodeToString(key.certificate().getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("Our certificate has no encoding", e);
            }
        }
    }
}
