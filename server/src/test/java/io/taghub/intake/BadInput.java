package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.store.Journal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One listener serves a whole table: what one body broke, the next would notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadInput {
    int counter;
    RunningIntake intake;

    @BeforeAll
    void start(@TempDir Path folder) {
        intake = RunningIntake.in(folder);
    }

    @AfterAll
    void stop() {
        intake.close();
    }

    /** One listener serves the whole table: what one body broke, the next would notice. */
    @AfterEach
    void stillAnswers() {
        assertThat(intake.events("{\"name\":\"still_there\"}").status()).isEqualTo(200);
        assertThat(intake.store.healthy()).isTrue();
    }

    Event event(String id) {
        List<Journal.Found> found = intake.store.journal().find(id);
        assertThat(found).hasSize(1);
        return found.getFirst().event();
    }

    String fresh(String id) {
        return id + "-" + ++counter;
    }

    double notes(String channel, String field) {
        return intake.meters
                .get("taghub.field.notes")
                .tag("channel", channel)
                .tag("field", field)
                .counter()
                .count();
    }

    static String snippet(String... events) {
        return "{\"v\":1,\"l\":\"https://shop.example/\",\"e\":[" + String.join(",", events) + "]}";
    }
}
