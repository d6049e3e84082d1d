package io.taghub.bench;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The load of {@link Delivery#singles} against another hub that runs already and whose platform is bench's receiver, one
 * event a request both ways.
 *
 * @param headers as {@code Name: value}
 * @param event its body, with the places of {@link PreparedRequest}; empty for the one a hub of ours is sent
 * @param receiver the port where its platform is played
 */
public record Peer(URI uri, List<String> headers, String event, int receiver) {
    /** As many as keep a hub busy that does everything for each event alone. */
    public static final int CONNECTIONS = 128;

    /** @throws IllegalStateException if it refuses a request or leaves one without an answer for long */
    public BenchReport measure(Duration time, int connections, Consumer<String> progress) throws InterruptedException {
        BenchRun run = new BenchRun(java.nio.file.Path.of(""), time, true, false, null, progress);
        Arrived arrivals = new Arrived();
        try (Receiver platform = new Receiver(receiver, arrivals)) {
            BenchReport report = new BenchReport();
            Load.Course course = Load.Course.of("peer-" + System.currentTimeMillis() / 1000, connections, 0, time);
            Through young =
                    Through.measure(run, uri + ", warming up", course.warmUp(run.warmUp()), target(), arrivals, 1);
            Through warm = Through.measure(run, uri.toString(), course, target(), arrivals, 1);
            Map<String, Double> details = new LinkedHashMap<>();
            details.put("young", young.perSecond());
            details.put("acknowledged", (double) warm.acked());
            report.figure("end to end to one tag, one event a request", "/s", warm.perSecond(), details);
            report.atMost(
                    0,
                    "acknowledged and missing at the receiver",
                    "events",
                    young.missing() + warm.missing(),
                    Map.of("acknowledged", (double) young.acked() + warm.acked()));
            report.done();
            return report;
        }
    }

    private Load.Target target() {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        StringBuilder start = new StringBuilder("POST ")
                .append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getRawAuthority())
                .append("\r\nContent-Type: application/json\r\n");
        headers.forEach(header -> start.append(header).append("\r\n"));
        return new Load.Target(
                () -> new InetSocketAddress(uri.getHost(), port),
                start.toString(),
                event.isEmpty() ? Load.Target.hub(() -> port, "").event() : event);
    }
}
