package io.taghub.listener;

import io.javalin.config.JavalinConfig;
import java.time.Duration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The rules of every listener: a request is what its first line says, nobody is told the server's make, a head comes within
 * its deadline, a body not slower than a crawl, and what strangers do wrong is counted and not written at length.
 *
 * @param head how long the head of a request may take from its first byte on
 * @param idle how long a connection may be silent
 * @param connections at a time, 0 for what the machine bears
 */
public record Listener(Duration head, Duration idle, int connections) {
    public static final Listener USUAL = new Listener(Duration.ofSeconds(10), Duration.ofSeconds(30), 0);

    private static final int HEAD_BYTES = 16 * 1024;
    private static final int BYTES_PER_SECOND = 100;
    private static final int ACCEPT_QUEUE = 1024;

    /** To be called once for each listener, before its routes are added. */
    public void prepare(JavalinConfig javalin, Refusals refusals) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        // Javalin's words for a sender that is slow or gone, which the hub has no part in.
        javalin.jetty.timeoutStatus = 408;
        javalin.jetty.clientAbortStatus = 400;
        javalin.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(HEAD_BYTES);
            http.setMinRequestDataRate(BYTES_PER_SECOND);
            http.addCustomizer(new AsSent());
        });
        javalin.jetty.modifyServletContextHandler(servlets -> servlets.setSessionHandler(new NoSessions()));
        // Javalin makes its connector after it has asked for changes of the server, and before it starts it.
        javalin.jetty.modifyServer(jetty -> jetty.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle server) {
                for (var connector : jetty.getConnectors()) {
                    if (connector instanceof ServerConnector socket) {
                        socket.setIdleTimeout(idle.toMillis());
                        socket.setAcceptQueueSize(ACCEPT_QUEUE);
                        socket.addBean(new Connections(socket, head, connections, refusals));
                    }
                }
            }
        }));
        javalin.routes.after(context -> {
            if (context.statusCode() == 408) {
                refusals.slowBody();
            }
        });
    }
}
