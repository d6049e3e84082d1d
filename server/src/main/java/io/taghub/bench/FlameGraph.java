package io.taghub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * A recording of Flight Recorder as a picture: what ran, as wide as the share of the samples it was found in, callers above
 * what they called. TagHub's methods by name, neighbours of a library as one.
 */
final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 18;
    private static final double NARROWEST = 1.5;

    /** Starts of class names, and what stands for them. */
    private static final Map<String, String> LIBRARIES = libraries();

    private static final Map<String, String> COLOURS = Map.of(
            "Jetty",
            "#9ecae1",
            "Javalin",
            "#c6dbef",
            "Jackson",
            "#a1d99b",
            "SQLite",
            "#bcbddc",
            "JDK",
            "#d9d9d9",
            "JDK crypto",
            "#bdbdbd",
            "JDK network and files",
            "#cccccc",
            "other",
            "#eeeeee");

    private final Node root = new Node("all");

    private static final class Node {
        final String name;
        final Map<String, Node> children = new TreeMap<>();
        int samples;

        Node(String name) {
            this.name = name;
        }

        int depth() {
            return 1 + children.values().stream().mapToInt(Node::depth).max().orElse(0);
        }
    }

    private static Map<String, String> libraries() {
        Map<String, String> libraries = new LinkedHashMap<>();
        libraries.put("org.eclipse.jetty", "Jetty");
        libraries.put("jakarta.servlet", "Jetty");
        libraries.put("io.javalin", "Javalin");
        libraries.put("kotlin", "Javalin");
        libraries.put("tools.jackson", "Jackson");
        libraries.put("org.sqlite", "SQLite");
        libraries.put("javax.crypto", "JDK crypto");
        libraries.put("com.sun.crypto", "JDK crypto");
        libraries.put("sun.security", "JDK crypto");
        libraries.put("java.security", "JDK crypto");
        libraries.put("sun.nio", "JDK network and files");
        libraries.put("java.nio.channels", "JDK network and files");
        libraries.put("java", "JDK");
        libraries.put("jdk", "JDK");
        libraries.put("sun", "JDK");
        return libraries;
    }

    private FlameGraph() {}

    static void write(Path recording, Path picture) throws IOException {
        FlameGraph graph = new FlameGraph();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                graph.add(file.readEvent());
            }
        }
        Files.writeString(picture, graph.svg());
    }

    private void add(RecordedEvent event) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample") || event.getStackTrace() == null) {
            return;
        }
        root.samples++;
        Node at = child(root, stage(event.getThread("sampledThread")));
        for (RecordedFrame frame : event.getStackTrace().getFrames().reversed()) {
            String type = frame.getMethod().getType().getName();
            String name = type.startsWith("io.taghub") && !type.contains("Lambda")
                    ? type.substring(type.lastIndexOf('.') + 1)
                            + '.'
                            + frame.getMethod().getName()
                    : library(type);
            // What a library does inside, and lambdas between two methods, tell nothing.
            if (!name.isEmpty() && !name.equals(at.name) && !name.contains("lambda$")) {
                at = child(at, name);
            }
        }
    }

    private static Node child(Node parent, String name) {
        Node child = parent.children.computeIfAbsent(name, Node::new);
        child.samples++;
        return child;
    }

    private static String stage(RecordedThread thread) {
        String name = thread == null || thread.getJavaName() == null ? "other threads" : thread.getJavaName();
        return thread != null && thread.isVirtual() ? "requests" : name.replaceAll("[0-9]+", "N");
    }

    private static String library(String type) {
        return LIBRARIES.entrySet().stream()
                .filter(library -> type.startsWith(library.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n",
                WIDTH,
                root.depth() * ROW));
        draw(svg, root, 0, 0);
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Node node, double left, int row) {
        double width = (double) WIDTH * node.samples / Math.max(1, root.samples);
        if (width < NARROWEST) {
            return;
        }
        String share = String.format(Locale.ROOT, "%.1f %%", 100.0 * node.samples / Math.max(1, root.samples));
        int letters = (int) (width / 6.2);
        String text = node.name.length() <= letters ? node.name : node.name.substring(0, Math.max(0, letters));
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s %s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#fff\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                escaped(node.name),
                share,
                left,
                row * ROW,
                width,
                ROW,
                COLOURS.getOrDefault(node.name, "#fdae6b"),
                left + 3,
                row * ROW + 13,
                letters < 3 ? "" : escaped(text)));
        double from = left;
        for (Node child : node.children.values()) {
            draw(svg, child, from, row + 1);
            from += (double) WIDTH * child.samples / Math.max(1, root.samples);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
