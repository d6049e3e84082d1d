package io.taghub.intake;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a new intake, and pages that post to it. */
abstract class WithIntake {
    private static final String LANDING = "https://shop.example/?gclid=Cj0KCQ&btag=a_1%2Bb&clickid={clickid}";

    @TempDir
    Path folder;

    RunningIntake intake;

    @BeforeEach
    void start() {
        intake = RunningIntake.in(folder);
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    static String post(String more) {
        return post(LANDING, more);
    }

    static String post(String landing, String more) {
        return "{\"v\":1,\"l\":\"" + landing + "\"," + more
                + "\"e\":[{\"n\":\"page_view\",\"i\":\"m1x9k2v0aaaa\",\"u\":\"https://shop.example/\"}]}";
    }
}
