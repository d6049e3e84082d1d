package io.taghub.fault;

import io.taghub.bench.Bench;
import io.taghub.bench.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes down what was measured, with how busy the machine was: standard output and {@code target/faults.txt}. */
final class Figures {
    private Figures() {}

    static synchronized void say(Object row, String text, Object... values) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "row %2s, %s run of the %s: %s (load average %.1f)",
                row,
                Length.LONG ? "long" : "short",
                HubProcess.what(),
                String.format(Locale.ROOT, text, values),
                Bench.machineLoad());
        System.out.println(line);
        Files.writeString(
                Path.of("target", "faults.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
