package io.taghub.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes on so many lines of one kind a minute, then counts them and says once how many were left out, so that nobody fills
 * the disk or hides a line among thousands by doing one thing again and again. A kind is a logger and a message: of the hub's own
 * with its values, which are tags and problems of the config, so that none hides another; of libraries before their values are
 * put in, which may be strangers'. A logger as a whole has a limit too. Safe for many threads: lines come in one at a
 * time, under the lock of the appender.
 */
public final class LogLimit extends AppenderBase<ILoggingEvent> implements AppenderAttachable<ILoggingEvent> {
    private static final String OWN = "io.taghub.";
    private static final long MINUTE_MILLIS = 60_000;

    /** More kinds than the hub and its libraries have; above it a logger's limit alone holds. */
    private static final int MAX_KINDS = 500;

    private static final class Kind {
        final String logger;
        final Level level;
        final String message;
        final int most;
        final long began;
        int passed;
        int leftOut;

        Kind(ILoggingEvent first, String message, int most) {
            this.logger = first.getLoggerName();
            this.level = first.getLevel();
            this.message = message;
            this.most = most;
            this.began = first.getTimeStamp();
        }
    }

    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private int perKind = 10;
    private int perLogger = 100;
    private @Nullable ScheduledFuture<?> telling;

    /** @param lines of one kind a minute */
    public void setPerKind(int lines) {
        perKind = lines;
    }

    /** @param lines of one logger a minute */
    public void setPerLogger(int lines) {
        perLogger = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        tellWhatEnded(event.getTimeStamp());
        String logger = event.getLoggerName();
        String kind = Objects.requireNonNullElse(
                logger.startsWith(OWN) ? event.getFormattedMessage() : event.getMessage(), "");
        if (passes(logger + '\n' + kind, kind, perKind, event) && passes(logger, "of any kind", perLogger, event)) {
            targets.appendLoopOnAppenders(event);
        }
    }

    private boolean passes(String key, String message, int most, ILoggingEvent event) {
        Kind kind = kinds.get(key);
        if (kind == null) {
            kind = new Kind(event, message, most);
            if (kinds.size() < MAX_KINDS || key.equals(kind.logger)) {
                kinds.put(key, kind);
            }
        }
        if (kind.passed < kind.most) {
            kind.passed++;
            return true;
        }
        if (kind.leftOut++ == 0 && telling == null) {
            telling = getContext()
                    .getScheduledExecutorService()
                    .schedule(this::tellLater, MINUTE_MILLIS + 1000, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    /** A flood that has ended is told of although nothing else is logged. */
    private synchronized void tellLater() {
        telling = null;
        tellWhatEnded(System.currentTimeMillis());
    }

    /** The lines' own time is the clock; where it was set back, a minute has ended too. */
    private void tellWhatEnded(long now) {
        for (Iterator<Kind> all = kinds.values().iterator(); all.hasNext(); ) {
            Kind kind = all.next();
            if (now - kind.began >= MINUTE_MILLIS || now < kind.began) {
                all.remove();
                tell(kind, now);
            }
        }
    }

    private void tell(Kind kind, long now) {
        if (kind.leftOut > 0) {
            LoggingEvent line = new LoggingEvent(
                    LogLimit.class.getName(),
                    ((LoggerContext) getContext()).getLogger(kind.logger),
                    kind.level,
                    "{} more such lines were left out within a minute: {}",
                    null,
                    new Object[] {kind.leftOut, kind.message});
            line.setTimeStamp(now);
            targets.appendLoopOnAppenders(line);
        }
    }

    @Override
    public synchronized void stop() {
        if (isStarted()) {
            super.stop();
            kinds.values().forEach(kind -> tell(kind, System.currentTimeMillis()));
            kinds.clear();
            targets.detachAndStopAllAppenders();
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public @Nullable Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }
}
