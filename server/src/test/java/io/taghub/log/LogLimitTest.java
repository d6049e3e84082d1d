package io.taghub.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final LogLimit limit = new LogLimit();
    private long now = 1_795_000_000_000L;

    @BeforeEach
    void start() {
        written.start();
        limit.setContext(context);
        limit.setPerKind(3);
        limit.setPerLogger(8);
        limit.addAppender(written);
        limit.start();
    }

    @AfterEach
    void stop() {
        limit.stop();
        context.stop();
    }

    private void log(String logger, Level level, String message, Object... values) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, message, null, values);
        event.setTimeStamp(now);
        limit.doAppend(event);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void whatIsDoneAgainAndAgainIsWrittenAFewTimesAndThenCounted() {
        for (int i = 0; i < 100; i++) {
            log("library", Level.ERROR, "a request to {} failed", "/p" + i);
            now += 100;
        }
        log("lane", Level.ERROR, "tag {}: paused", "meta");
        assertThat(lines())
                .containsExactly(
                        "a request to /p0 failed",
                        "a request to /p1 failed",
                        "a request to /p2 failed",
                        "tag meta: paused");

        now += 60_000;
        log("lane", Level.INFO, "tag {}: works again", "meta");

        assertThat(lines().subList(4, 6))
                .containsExactly(
                        "97 more such lines were left out within a minute: a request to {} failed",
                        "tag meta: works again");
        assertThat(written.list.get(4).getLevel()).isEqualTo(Level.ERROR);
        assertThat(written.list.get(4).getLoggerName()).isEqualTo("library");
    }

    @Test
    void aNewMinuteHasLinesOfItsOwn() {
        for (int minute = 0; minute < 3; minute++) {
            IntStream.range(0, 3).forEach(i -> log("intake", Level.WARN, "slow"));
            now += 60_000;
        }
        assertThat(lines()).hasSize(9).containsOnly("slow");
    }

    /** Every tag that pauses and every problem of a broken config is a line of its own, and all are to be seen. */
    @Test
    void ofTheHubsOwnLinesNoneHidesAnother() {
        IntStream.range(0, 8).forEach(i -> log("io.taghub.hub.Reloads", Level.ERROR, "{}", "taghub.yaml:" + i));
        IntStream.range(0, 8).forEach(i -> log("io.taghub.delivery.Health", Level.WARN, "tag {}: paused", "t" + i));
        assertThat(lines()).hasSize(16);

        IntStream.range(0, 50).forEach(i -> log("io.taghub.delivery.Lane", Level.ERROR, "tag {}: a step failed", "t1"));
        assertThat(lines()).hasSize(19);
    }

    @Test
    void aLoggerThatPutsValuesIntoItsMessagesIsLimitedAsAWhole() {
        IntStream.range(0, 2000).forEach(i -> log("library", Level.WARN, "bad peer " + i));
        log("hub", Level.ERROR, "the disk is full");

        assertThat(lines()).hasSize(9).endsWith("the disk is full");
    }

    @Test
    void whatWasLeftOutIsToldAtTheEnd() {
        IntStream.range(0, 5).forEach(i -> log("intake", Level.WARN, "slow"));
        limit.stop();
        assertThat(lines()).endsWith("2 more such lines were left out within a minute: slow");
    }

    @Test
    void aClockSetBackSilencesNobody() {
        IntStream.range(0, 5).forEach(i -> log("intake", Level.WARN, "slow"));
        now -= 3_600_000;
        log("intake", Level.WARN, "slow");
        assertThat(lines()).hasSize(5).endsWith("2 more such lines were left out within a minute: slow", "slow");
    }
}
