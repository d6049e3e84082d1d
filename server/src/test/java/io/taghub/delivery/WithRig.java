package io.taghub.delivery;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a new rig. */
abstract class WithRig {
    Rig rig;

    @BeforeEach
    void open(@TempDir Path folder) {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }
}
