package io.taghub.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What waits for something else is no failure, and what failed is one. */
class ReplayReportTest {
    private static ReplayReport of(String reason) {
        return new ReplayReport(JsonMapper.shared().readTree("""
                {"chosen":2,"sent":1,"pending":0,"tag_state":"running","results":[
                 {"verdict":"delivered","reason":"","count":1},
                 {"verdict":"waiting","reason":"%s","reason_text":"why","count":1}]}""".formatted(reason)));
    }

    @Test
    void waitingForAnotherOneIsNoFailure() {
        assertThat(of("ONCE").problems()).isFalse();
        assertThat(of("ONCE").text())
                .contains("waiting for what becomes of an earlier one")
                .doesNotContain("failed");
        assertThat(of("AWAITING_LINK").problems()).isFalse();
        assertThat(of("AWAITING_LINK").text()).doesNotContain("failed");
    }

    @Test
    void anotherFailureIsOne() {
        assertThat(of("RATE_LIMITED").problems()).isTrue();
        assertThat(of("RATE_LIMITED").text()).contains("failed again, will be repeated");
    }
}
