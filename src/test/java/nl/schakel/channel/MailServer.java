package nl.schakel.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Just enough of a mail server that offers STARTTLS (RFC 3207): GreenMail has none. Takes no mail before it. */
final class MailServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0);
    private final SSLContext tls;
    private final String login;
    private final List<String> envelope = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();

    MailServer(SSLContext tls, String user, String word) throws IOException {
        this.tls = tls;
        this.login =
                Base64.getEncoder().encodeToString((user + "\0" + user + "\0" + word).getBytes(StandardCharsets.UTF_8));
        Thread thread = new Thread(this::serve, "mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    List<String> envelope() {
        return envelope;
    }

    MimeMessage mail() throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mails.get(0).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket plain = socket.accept()) {
                converse(plain);
            } catch (IOException gone) {
                // The other side hung up, or the test is over.
            }
        }
    }

    private void converse(Socket plain) throws IOException {
        Socket line = plain;
        BufferedReader in = reader(line);
        say(line, "220 ready");
        for (String asked = in.readLine(); asked != null; asked = in.readLine()) {
            String verb = asked.split(" ")[0].toUpperCase(Locale.ROOT);
            boolean secured = line != plain;
            switch (verb) {
                case "EHLO" -> say(line, "250-here\r\n250 " + (secured ? "AUTH PLAIN" : "STARTTLS"));
                case "STARTTLS" -> {
                    say(line, "220 go on");
                    SSLSocket wrapped = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false);
                    wrapped.setUseClientMode(false);
                    wrapped.startHandshake();
                    line = wrapped;
                    in = reader(line);
                }
                case "AUTH" -> say(line, secured && asked.endsWith(login) ? "235 yes" : "535 no");
                case "MAIL", "RCPT" -> {
                    envelope.add(asked);
                    say(line, "250 ok");
                }
                case "DATA" -> {
                    say(line, "354 speak");
                    mails.add(data(in));
                    say(line, "250 taken");
                }
                case "QUIT" -> say(line, "221 bye");
                default -> say(line, "250 ok");
            }
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
            mail.append(text).append("\r\n");
        }
        return mail.toString();
    }

    private static BufferedReader reader(Socket line) throws IOException {
        return new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void say(Socket line, String text) throws IOException {
        line.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        line.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
