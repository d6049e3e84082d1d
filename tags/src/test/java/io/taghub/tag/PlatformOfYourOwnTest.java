package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform that {@code docs/platform-of-your-own.md} shows compiles, is found, and does what its golden cases say. */
class PlatformOfYourOwnTest {
    private static final Path PAGE = Path.of("../docs/platform-of-your-own.md");
    private static final Pattern FILE = Pattern.compile(
            "^`tags/src/main/java/([\\w./]+)`.*?^```\\w+\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINE =
            Pattern.compile("^`([\\w.]+)` in `tags/src/main/resources/([\\w./-]+)`", Pattern.MULTILINE);

    @Test
    void itsGoldenCasesAndTheLawsHold(@TempDir Path folder) throws IOException {
        String page = Files.readString(PAGE);
        List<Path> files = new ArrayList<>();
        Matcher file = FILE.matcher(page);
        while (file.find()) {
            files.add(write(folder.resolve(file.group(1)), file.group(2)));
        }
        Matcher line = LINE.matcher(page);
        assertThat(line.find()).isTrue();
        write(folder.resolve(line.group(2)), line.group(1) + "\n");
        List<String> options = new ArrayList<>(
                List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")));
        files.stream()
                .map(Path::toString)
                .filter(name -> name.endsWith(".java"))
                .forEach(options::add);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, options.toArray(String[]::new)))
                .isZero();

        Path golden = files.stream()
                .filter(path -> path.endsWith("golden.yaml"))
                .findFirst()
                .orElseThrow();
        try (URLClassLoader platforms = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            List<Golden> cases = Golden.in(golden, platforms).toList();
            assertThat(cases).hasSizeGreaterThan(1);
            cases.forEach(each -> GoldenTest.check("beacon", each));
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
