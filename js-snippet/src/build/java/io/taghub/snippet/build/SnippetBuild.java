package io.taghub.snippet.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the browser scripts: {@code SnippetBuild MODULE VERSION} writes them, their compressed forms and
 * {@code snippet.properties} into the module's target/classes/io/taghub/snippet, and an npm package into target/npm. Fails
 * where a script is larger than its budget.
 */
public final class SnippetBuild {
    private static final List<String> NPM_FILES = List.of("h.js", "h.esm.js", "l.js", "m.js", "d.js", "stub.js", "h.d.ts");

    private final Path module;
    private final String version;
    private final Path out;
    private final StringBuilder properties = new StringBuilder();
    private final List<String> overBudget = new ArrayList<>();

    private SnippetBuild(Path module, String version) {
        this.module = module;
        this.version = version;
        this.out = module.resolve("target/classes/io/taghub/snippet");
    }

    public static void main(String[] args) throws IOException {
        var build = new SnippetBuild(Path.of(args[0]), args[1]);
        if (!build.isFresh()) {
            build.run();
        }
    }

    private void run() throws IOException {
        Files.createDirectories(out);
        Path sources = module.resolve("src/main/js");
        properties.append("version=").append(version).append('\n');
        for (Script script : Script.ALL) {
            var names = new ShortNames(new Compilation(sources, script.entry()));
            write(script, script.before() + names.best(script.tries(), script.budget()) + script.after());
        }
        Files.write(out.resolve("h.d.ts"), Files.readAllBytes(sources.resolve("h.d.ts")));
        earlier();
        if (!overBudget.isEmpty()) {
            throw new IllegalStateException("over budget: " + String.join("; ", overBudget));
        }
        npm();
        Files.writeString(out.resolve("snippet.properties"), properties);
        Files.writeString(stamp(), inputs());
    }

    private void write(Script script, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] gzip = Packed.gzipped(bytes);
        byte[] brotli = Packed.brotli(bytes);
        Files.write(out.resolve(script.name()), bytes);
        Files.write(out.resolve(script.name() + ".gz"), gzip);
        if (brotli.length > 0) {
            Files.write(out.resolve(script.name() + ".br"), brotli);
        }
        property(script, "size", bytes.length);
        property(script, "gzip", gzip.length);
        property(script, "budget", script.budget());
        property(script, "brotli", brotli.length);
        property(script, "integrity", Packed.integrity(bytes));
        property(script, "hash", Packed.sha256(bytes).substring(0, 8));
        System.out.printf(
                "%-9s %,6d bytes, %,6d gzip of %,6d, %,6d brotli%n",
                script.name(), bytes.length, gzip.length, script.budget(), brotli.length);
        if (gzip.length > script.budget()) {
            overBudget.add(script.name() + " has " + gzip.length + " bytes of " + script.budget());
        }
    }

    /** What pages have pinned of earlier releases goes on being served; see README.md. */
    private void earlier() throws IOException {
        Path to = Files.createDirectories(out.resolve("earlier"));
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(module.resolve("src/main/earlier"))) {
            for (Path file : files.sorted().toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
                names.add(file.getFileName().toString());
            }
        }
        properties.append("earlier=").append(String.join(" ", names)).append('\n');
    }

    private void property(Script script, String key, Object value) {
        properties.append(script.name()).append('.').append(key).append('=').append(value).append('\n');
    }

    private void npm() throws IOException {
        Path npm = Files.createDirectories(module.resolve("target/npm"));
        for (String file : NPM_FILES) {
            Files.write(npm.resolve(file), Files.readAllBytes(out.resolve(file)));
        }
        Files.write(npm.resolve("README.md"), Files.readAllBytes(module.resolve("README.md")));
        String description = Files.readString(module.resolve("src/main/npm/package.json"));
        Files.writeString(npm.resolve("package.json"), description.replace("@version@", version));
    }

    private boolean isFresh() throws IOException {
        return Files.exists(stamp())
                && Files.readString(stamp()).equals(inputs())
                && Files.exists(out.resolve("snippet.properties"));
    }

    private Path stamp() {
        return module.resolve("target/snippet.inputs");
    }

    /** A digest of each file that has a say in the result. */
    private String inputs() throws IOException {
        var inputs = new StringBuilder(version).append('\n');
        try (Stream<Path> files = Stream.of("src/main", "src/build", "README.md", "pom.xml")
                .map(module::resolve)
                .flatMap(SnippetBuild::walk)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                inputs.append(module.relativize(file)).append(' ');
                inputs.append(Packed.sha256(Files.readAllBytes(file))).append('\n');
            }
        }
        return inputs.toString();
    }

    private static Stream<Path> walk(Path from) {
        try {
            return Files.walk(from);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
