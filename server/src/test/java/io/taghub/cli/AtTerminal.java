package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody at a terminal, beside the config of the demo; never do they see a stack trace. */
abstract class AtTerminal {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    Path config;

    @BeforeEach
    void capture() throws IOException {
        config = folder.resolve("taghub.yaml");
        Files.copy(Path.of("../templates/demo/taghub.yaml"), config);
    }

    @AfterEach
    void restore() {
        assertThat(terminal.err()).doesNotContain("\tat ", "Exception", "please report");
    }

    String said() {
        return terminal.err().strip();
    }

    String shown() {
        return terminal.out().strip();
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
