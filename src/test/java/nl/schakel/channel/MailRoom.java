package nl.schakel.channel;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A mail server over TLS with one mailbox, and the doors of a house that read it. */
final class MailRoom implements AutoCloseable {
    static final String MAILBOX = "intake@schakel.example";
    static final String DESK = "toegang@eindhoven.example";
    static final String WORD = "made-for-this-test";

    final GreenMail server;
    final House house;

    MailRoom(Path folder) throws Exception {
        Path keys = folder.resolve("server.p12");
        System.setProperty("greenmail.tls.keystore.password", TestKeys.store("partner", keys));
        System.setProperty("greenmail.tls.keystore.file", keys.toString());
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_IMAPS),
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP)
        });
        server.start();
        server.setUser(MAILBOX, MAILBOX, WORD);
        house = new House();
        secret("rw-------");
    }

    void secret(String permissions) throws Exception {
        Path file = house.secrets.resolve("mailbox");
        Files.writeString(file, WORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    FrontDoors doors(String host, int port) {
        Map<String, String> parameters = Map.of(
                "host",
                host,
                "port",
                Integer.toString(port),
                "user",
                MAILBOX,
                "secret",
                "mailbox",
                "sender",
                DESK,
                "verifier",
                "mx.schakel.example");
        return new FrontDoors(
                house.works.templates(),
                List.of(),
                Pickup.of(List.of(House.partner("mail-in", "mail-in", parameters)), house.works.templates()),
                house.works.rest());
    }

    void arrives(byte[] mail) throws MessagingException {
        server.getUserManager()
                .getUser(MAILBOX)
                .deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
    }

    /** How many mails lie in a folder of the mailbox. */
    int count(String name) throws Exception {
        Properties properties = new Properties();
        Session session = Session.getInstance(properties);
        properties.put("mail.imaps.ssl.trust", "*");
        try (Store store = session.getStore("imaps")) {
            store.connect("localhost", server.getImaps().getPort(), MAILBOX, WORD);
            Folder box = store.getFolder(name);
            if (!box.exists()) {
                return 0;
            }
            box.open(Folder.READ_ONLY);
            return box.getMessageCount();
        }
    }

    @Override
    public void close() {
        house.close();
        server.stop();
    }
}
