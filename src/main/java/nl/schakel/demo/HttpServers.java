package nl.schakel.demo;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The JDK's HTTP servers on this machine, whose answers leave at once. Their property is read when the first one of the
 * process is made, whoever makes it; without it every answer waits 40 ms for the peer's delayed acknowledgement.
 */
public final class HttpServers {
    private static final int BACKLOG = 128;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private HttpServers() {}

    /** @param port 0 for any that is free */
    public static HttpServer plain(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    }

    /** @param port 0 for any that is free */
    public static HttpsServer secured(int port) throws IOException {
        return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    }
}
