package nl.schakel.seal;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilterParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import nl.schakel.trust.IssuedKey;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Signs XML the way somebody else would, also somebody who means harm: the mathematics are right, the rest is as ordered. */
final class XmlSeals {
    static final String BODY = "<m:melding xmlns:m=\"urn:m\"><m:nummer>1</m:nummer></m:melding>";

    private IssuedKey key;
    private String method = XmlAlgorithm.ECDSA.uri();
    private String c14n = SecurityHeader.C14N;
    private String transform = SecurityHeader.C14N;
    private String digest = SecurityHeader.SHA256;
    private String created = "2026-11-22T10:00:00Z";
    private String expires = "<wsu:Expires>2026-11-22T10:05:00Z</wsu:Expires>";
    private List<String> uris = List.of("#body", "#time", "#token");
    private String tokenType = SecurityHeader.X509;
    private String token;
    private String keyReference = "#token";
    private boolean keyValue;
    private boolean xpath;
    private String extra = "";
    private String header = "";
    private String body = BODY;

    private XmlSeals(IssuedKey key) {
        this.key = key;
        token = encoded(key.certificate());
    }

    static XmlSeals by(IssuedKey key) {
        return new XmlSeals(key);
    }

    XmlSeals method(String uri) {
        method = uri;
        return this;
    }

    XmlSeals c14n(String uri) {
        c14n = uri;
        return this;
    }

    XmlSeals transform(String uri) {
        transform = uri;
        return this;
    }

    XmlSeals xpath() {
        xpath = true;
        return this;
    }

    XmlSeals digest(String uri) {
        digest = uri;
        return this;
    }

    XmlSeals created(String time) {
        created = time;
        return this;
    }

    XmlSeals expires(String element) {
        expires = element;
        return this;
    }

    XmlSeals references(String... to) {
        uris = List.of(to);
        return this;
    }

    XmlSeals token(String type, String text) {
        tokenType = type;
        token = text;
        return this;
    }

    XmlSeals keyReference(String uri) {
        keyReference = uri;
        return this;
    }

    /** A key beside its certificate, and no token named. */
    XmlSeals keyValue() {
        keyValue = true;
        return this;
    }

    /** More in the security header. */
    XmlSeals extra(String xml) {
        extra = xml;
        return this;
    }

    /** More in the SOAP header. */
    XmlSeals header(String xml) {
        header = xml;
        return this;
    }

    XmlSeals body(String xml) {
        body = xml;
        return this;
    }

    static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private String plain() {
        return """
                <s:Envelope xmlns:s="%s" xmlns:wsse="%s" xmlns:wsu="%s"><s:Header>%s<wsse:Security s:mustUnderstand="1">\
                <wsse:BinarySecurityToken wsu:Id="token" EncodingType="%s" ValueType="%s">%s</wsse:BinarySecurityToken>\
                <wsu:Timestamp wsu:Id="time"><wsu:Created>%s</wsu:Created>%s</wsu:Timestamp>%s</wsse:Security></s:Header>\
                <s:Body wsu:Id="body">%s</s:Body></s:Envelope>""".formatted(
                        SecurityHeader.SOAP,
                        SecurityHeader.WSSE,
                        SecurityHeader.WSU,
                        header,
                        SecurityHeader.BASE64,
                        tokenType,
                        token,
                        created,
                        expires,
                        extra,
                        body);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        try {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultNSInstance();
            Document document = parsers.newDocumentBuilder().parse(new InputSource(new StringReader(plain())));
            Element security = (Element) document.getElementsByTagNameNS(SecurityHeader.WSSE, "Security")
                    .item(0);
            DOMSignContext context = new DOMSignContext(key.key(), security);
            context.setDefaultNamespacePrefix("ds");
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
            NodeList all = document.getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                if (((Element) all.item(i)).hasAttributeNS(SecurityHeader.WSU, "Id")) {
                    context.setIdAttributeNS((Element) all.item(i), SecurityHeader.WSU, "Id");
                }
            }
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            List<Reference> references = new ArrayList<>();
            for (String uri : uris) {
                references.add(factory.newReference(
                        uri, factory.newDigestMethod(digest, null), transforms(factory), null, null));
            }
            factory.newXMLSignature(
                            factory.newSignedInfo(
                                    factory.newCanonicalizationMethod(c14n, (C14NMethodParameterSpec) null),
                                    factory.newSignatureMethod(method, null),
                                    references),
                            keyInfo(factory, document))
                    .sign(context);
            return SealedXml.bytes(document);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Transform> transforms(XMLSignatureFactory factory) throws Exception {
        List<Transform> all = new ArrayList<>();
        if (xpath) {
            all.add(factory.newTransform(Transform.XPATH, new XPathFilterParameterSpec("true()")));
        }
        all.add(factory.newTransform(transform, (TransformParameterSpec) null));
        return all;
    }

    private KeyInfo keyInfo(XMLSignatureFactory factory, Document document) throws Exception {
        var keys = factory.getKeyInfoFactory();
        if (keyValue) {
            return keys.newKeyInfo(List.of(keys.newKeyValue(key.certificate().getPublicKey())));
        }
        Element named = document.createElementNS(SecurityHeader.WSSE, "wsse:SecurityTokenReference");
        Element reference = document.createElementNS(SecurityHeader.WSSE, "wsse:Reference");
        reference.setAttribute("URI", keyReference);
        named.appendChild(reference);
        return keys.newKeyInfo(List.of(new DOMStructure(named)));
    }
}
