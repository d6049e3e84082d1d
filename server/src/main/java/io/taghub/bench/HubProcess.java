package io.taghub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of TagHub's as a child process with the launcher's flags, from the jar or, where there is none, the class path. */
public final class HubProcess implements AutoCloseable {
    /** The one server key of the hubs started here. */
    public static final String KEY = "a-key-for-this-machine-only";

    private static final SplittableRandom PORTS = new SplittableRandom();
    private static final Duration READY = Duration.ofSeconds(120);

    private final Process process;
    private final Path log;
    private final int port;
    private final int consolePort;
    private final long began = System.nanoTime();

    private HubProcess(List<String> command, Path log, int port, int consolePort) throws IOException {
        this.log = log;
        this.port = port;
        this.consolePort = consolePort;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TAGHUB_SERVER_KEY", KEY);
        this.process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Where a hub runs. */
    public record Setting(Path config, Path data, int port, int consolePort, Path log, List<String> before) {
        /** @param before a program and its arguments that starts the hub, such as strace; mostly none */
        public Setting before(String... before) {
            return new Setting(config, data, port, consolePort, log, List.of(before));
        }

        public static Setting of(Path config, Path data) {
            int[] ports = freePorts();
            return new Setting(config, data, ports[0], ports[1], config.resolveSibling("hub.log"), List.of());
        }
    }

    /** Begins to sample what it does. */
    void record() throws IOException, InterruptedException {
        jcmd("JFR.start", "name=bench", "settings=profile");
    }

    /** Ends that, and draws what it did. */
    void draw(Path picture) throws IOException, InterruptedException {
        Path recording = log.resolveSibling("bench.jfr");
        jcmd("JFR.stop", "name=bench", "filename=" + recording);
        FlameGraph.write(recording, picture);
    }

    private void jcmd(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid())));
        all.addAll(List.of(command));
        Process done = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (done.waitFor() != 0) {
            throw new IOException("the hub's virtual machine does not take jcmd " + command[0]);
        }
    }

    /** Starts {@code taghub run}; see {@link #awaitReady}. */
    public static HubProcess start(Setting setting) {
        List<String> command = new ArrayList<>(setting.before);
        command.addAll(java(setting.config));
        command.addAll(program("io.taghub.Main"));
        command.addAll(List.of(
                "run",
                "--config",
                setting.config.toString(),
                "--data",
                setting.data.toString(),
                "--port",
                String.valueOf(setting.port),
                "--console-port",
                String.valueOf(setting.consolePort)));
        return start(command, setting.log, setting.port, setting.consolePort);
    }

    /** Starts another program of the same jar that listens on a port and answers {@code GET /health}. */
    static HubProcess start(String mainClass, Path folder) {
        int[] ports = freePorts();
        List<String> command = new ArrayList<>(java(folder));
        command.addAll(
                packaged() == null
                        ? List.of("-cp", System.getProperty("java.class.path"), mainClass)
                        : List.of("-cp", packaged().toString(), mainClass));
        command.add(String.valueOf(ports[0]));
        return start(command, folder.resolve("other.log"), ports[0], ports[1]);
    }

    private static HubProcess start(List<String> command, Path log, int port, int consolePort) {
        try {
            return new HubProcess(command, log, port, consolePort);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    /** @param beside where an archive of the classes may lie */
    private static List<String> java(Path beside) {
        Path jar = packaged();
        // Inside a build nothing has made an archive yet.
        List<String> archive = jar == null
                ? List.of(
                        "-XX:SharedArchiveFile=" + beside.resolveSibling("classes.jsa"), "-XX:+AutoCreateSharedArchive")
                : List.of("-XX:SharedArchiveFile=" + jar.resolveSibling("taghub.jsa"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(archive);
        command.addAll(List.of(
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                "-XX:MetaspaceSize=96m",
                "-XX:TrimNativeHeapInterval=3000",
                "-Xms64m",
                "-Xmx512m"));
        Stream.of(System.getProperty("taghub.bench.java", "").split(" "))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        return command;
    }

    private static List<String> program(String mainClass) {
        Path jar = packaged();
        return jar == null
                ? List.of("-cp", System.getProperty("java.class.path"), mainClass)
                : List.of("-jar", jar.toString());
    }

    /** The jar this runs from, or the one a test was told of; null during a build, which has none yet. */
    private static @Nullable Path packaged() {
        String told = System.getProperty("taghub.jar");
        if (told != null && Files.exists(Path.of(told))) {
            return Path.of(told);
        }
        String classPath = System.getProperty("java.class.path");
        return classPath.endsWith("taghub.jar") ? Path.of(classPath).toAbsolutePath() : null;
    }

    /** What is under test, for reports. */
    public static String what() {
        return packaged() == null ? "class path" : "taghub.jar";
    }

    /** Below those that are handed out to whoever connects or asks for any: one of these would be gone before the hub has it. */
    private static int[] freePorts() {
        return PORTS.ints(10_000, 32_000)
                .filter(HubProcess::free)
                .distinct()
                .limit(2)
                .toArray();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Until {@code GET /health} answers 200; answers how long that took from the start of the process. */
    public Duration awaitReady() throws InterruptedException {
        until(READY, "the hub is ready", this::healthy);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private boolean healthy() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the process has ended with " + process.exitValue() + ":\n" + log());
        }
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
            asked.setReadTimeout(5000);
            asked.setRequestProperty("Connection", "close");
            return asked.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Looks every few milliseconds, for as long as {@code most}. */
    public static void until(Duration most, String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not within " + most.toSeconds() + " s: " + what);
            }
            Thread.sleep(5);
        }
    }

    public int port() {
        return port;
    }

    public HubApi api() {
        return new HubApi(consolePort);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it has printed and logged so far, earlier runs with the same log included. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** SIGKILL, to it and whatever it has started. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        for (ProcessHandle child : children) {
            until(Duration.ofSeconds(10), "the killed process is gone", () -> !child.isAlive());
        }
    }

    /** SIGTERM; answers how long it took to end. */
    public Duration terminate() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the hub did not stop");
        }
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    /** Resident memory in MB, as Linux counts it; 0 elsewhere. */
    public long residentMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
