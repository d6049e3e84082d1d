package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.Bench;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One real measurement, as short as it may be: that it comes to its end and loses nothing, not how fast. */
final class BenchTest {
    @Test
    void whatWasMeasuredIsTheSameToAPersonAndToAProgram() throws Exception {
        var report = new Bench(Duration.ofMillis(300), true, false, null, line -> {}).run(List.of("batches"));

        JsonNode json = new JsonMapper().readTree(report.json("0.1.0"));
        JsonNode figure = json.path("figures").path(0);
        assertThat(json.path("version").asString()).isEqualTo("0.1.0");
        assertThat(json.path("machine").path("cores").asInt()).isPositive();
        assertThat(json.path("figures")).hasSize(1);
        assertThat(figure.path("value").asDouble()).isPositive();
        assertThat(figure.path("met").asBoolean())
                .isEqualTo(
                        figure.path("value").asDouble() >= figure.path("goal").asDouble());
        assertThat(json.path("cpu_per_event")
                        .path(0)
                        .path("microseconds")
                        .path("total")
                        .asDouble())
                .isPositive();
        assertThat(report.table("0.1.0"))
                .contains(figure.path("name").asString())
                .contains(figure.path("met").asBoolean() ? "met" : "missed");
    }
}
