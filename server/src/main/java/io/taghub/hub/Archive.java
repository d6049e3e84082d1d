package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.console.Json;
import io.taghub.report.EventReport;
import io.taghub.report.Reconciler;
import io.taghub.report.ReportQuery;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.text.Suggestion;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers from the store of a hub that is not running, in the words of its console's API. */
public final class Archive {
    private final HubConfig config;
    private final @Nullable Path data;
    private final HubClock clock = new HubClock();

    /** @param data folder of the database, null: where the config says */
    public Archive(HubConfig config, @Nullable Path data) {
        this.config = config;
        this.data = data;
    }

    /** As {@code GET /api/report} answers it. */
    public String report(Function<String, @Nullable String> said) {
        ReportQuery query = query(said);
        return open(store -> {
            known(query.tag(), store);
            return Json.write(EventReport.of(store.reports(), config, query));
        });
    }

    /** As {@code POST /api/report/import} answers it. */
    public String reconcile(Function<String, @Nullable String> said, Path file) {
        ReportQuery query = query(said);
        String tag = String.valueOf(query.tag());
        return open(store -> {
            known(tag, store);
            try (InputStream in = Files.newInputStream(file)) {
                return Json.write(Reconciler.of(store, config, tag, query, in));
            } catch (IOException unreadable) {
                throw new PlainException(file + " cannot be read");
            } catch (IllegalArgumentException wrong) {
                throw new PlainException(String.valueOf(wrong.getMessage()));
            }
        });
    }

    private static ReportQuery query(Function<String, @Nullable String> said) {
        try {
            return ReportQuery.of(said, Instant.now());
        } catch (IllegalArgumentException wrong) {
            throw new PlainException(String.valueOf(wrong.getMessage()));
        }
    }

    /** A tag that left the config has what was recorded still; one that never was is mistyped. */
    private void known(@Nullable String name, Store store) {
        if (name != null
                && !config.tags().containsKey(name)
                && !store.lanes().tags().contains(name)) {
            throw new PlainException("there is no tag '" + name + "' in the config"
                    + Suggestion.among(config.tags().keySet(), name));
        }
    }

    private <T> T open(Function<Store, T> question) {
        try (Store store = Hub.open(config, data, clock)) {
            return question.apply(store);
        } catch (StoreUnavailableException refused) {
            throw new PlainException("the store cannot be read: " + refused.getMessage());
        }
    }
}
