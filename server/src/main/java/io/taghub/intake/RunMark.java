package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which test an event belongs to, so that many tests can share one hub: the header or cookie {@code TagHub-Run}, noted in
 * mode sandbox only.
 */
public final class RunMark {
    private static final String NAME = "TagHub-Run";
    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");

    private RunMark() {}

    /** Null where the caller names none, or none that may be noted. */
    public static @Nullable String of(Context context, HubConfig config) {
        if (config.mode() != HubConfig.Mode.SANDBOX) {
            return null;
        }
        String header = context.header(NAME);
        String run = header == null ? context.cookie(NAME) : header;
        return run != null && ID.matcher(run).matches() ? run : null;
    }

    public static Event note(Event event, @Nullable String run) {
        if (run == null) {
            return event;
        }
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.put(Marks.RUN, run);
        return event.toBuilder().properties(properties).build();
    }
}
