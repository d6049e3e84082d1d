package io.taghub.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, for a person and for a program. */
public final class BenchReport {
    private final Map<String, Object> machine = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private final List<Stages> stages = new ArrayList<>();

    /**
     * One figure.
     *
     * @param goal null where there is none
     * @param moreIsBetter whether more is better than the goal
     * @param met null where there is no goal
     * @param details what else was seen, in words and numbers
     */
    record Figure(
            String name,
            String unit,
            double value,
            @Nullable Double goal,
            boolean moreIsBetter,
            @Nullable Boolean met,
            Map<String, Double> details) {}

    /** How a figure grows with something. */
    record Curve(String name, String unit, String over, List<Point> points) {}

    record Point(long at, double value, Map<String, Double> details) {}

    /** What one event costs the hub, microseconds of a processor in each stage. */
    record Stages(String load, Map<String, Double> microseconds) {}

    BenchReport() {
        Runtime runtime = Runtime.getRuntime();
        machine.put("cores", runtime.availableProcessors());
        machine.put("memory_mb", memory() >> 20);
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", Runtime.version().toString());
        machine.put("load_before", rounded(Bench.machineLoad()));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getTotalMemorySize()
                : 0;
    }

    void done() {
        machine.put("load_after", rounded(Bench.machineLoad()));
    }

    void figure(String name, String unit, double value, Map<String, Double> details) {
        figures.add(new Figure(name, unit, rounded(value), null, true, null, rounded(details)));
    }

    void atLeast(double goal, String name, String unit, double value, Map<String, Double> details) {
        figures.add(new Figure(name, unit, rounded(value), rounded(goal), true, value >= goal, rounded(details)));
    }

    void atMost(double goal, String name, String unit, double value, Map<String, Double> details) {
        figures.add(new Figure(name, unit, rounded(value), rounded(goal), false, value <= goal, rounded(details)));
    }

    void curve(String name, String unit, String over, List<Point> points) {
        curves.add(new Curve(name, unit, over, points));
    }

    static Point point(long at, double value, Map<String, Double> details) {
        return new Point(at, rounded(value), rounded(details));
    }

    void stages(String load, Map<String, Double> microseconds) {
        stages.add(new Stages(load, rounded(microseconds)));
    }

    private static Map<String, Double> rounded(Map<String, Double> values) {
        Map<String, Double> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, rounded(value)));
        return all;
    }

    /** Three digits tell more than was measured. */
    private static double rounded(double value) {
        return Math.abs(value) >= 100 ? Math.rint(value) : Math.rint(value * 100) / 100;
    }

    public String json(String version) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", version);
        all.put("machine", machine);
        all.put("figures", figures);
        all.put("curves", curves);
        all.put("cpu_per_event", stages);
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    public String table(String version) {
        StringBuilder table = new StringBuilder(machine.entrySet().stream()
                        .map(entry -> entry.getKey().replace('_', ' ') + " " + entry.getValue())
                        .collect(Collectors.joining(", ", "TagHub " + version + "; ", "")))
                .append("\n\n");
        for (Figure figure : figures) {
            line(
                    table,
                    figure.name,
                    text(figure.value, figure.unit),
                    figure.goal == null
                            ? ""
                            : (figure.moreIsBetter ? "at least " : "at most ") + text(figure.goal, figure.unit),
                    figure.met == null ? "" : figure.met ? "met" : "missed",
                    figure.details);
        }
        for (Curve curve : curves) {
            table.append('\n').append(curve.name).append('\n');
            for (Point point : curve.points) {
                line(
                        table,
                        String.format(Locale.ROOT, "  %,d %s", point.at, curve.over),
                        text(point.value, curve.unit),
                        "",
                        "",
                        point.details);
            }
        }
        for (Stages one : stages) {
            table.append("\nCPU of the hub for one event, ").append(one.load).append('\n');
            one.microseconds.forEach((name, value) -> line(table, "  " + name, text(value, "µs"), "", "", Map.of()));
        }
        return table.toString();
    }

    private static void line(
            StringBuilder table, String name, String value, String goal, String met, Map<String, Double> details) {
        String rest = details.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue(), ""))
                .collect(Collectors.joining(", "));
        table.append(String.format(Locale.ROOT, "%-52s %15s  %-26s %-7s %s", name, value, goal, met, rest)
                        .stripTrailing())
                .append('\n');
    }

    private static String text(double value, String unit) {
        String number = value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.2f", value);
        return unit.isEmpty() || unit.startsWith("/") ? number + unit : number + " " + unit;
    }
}
