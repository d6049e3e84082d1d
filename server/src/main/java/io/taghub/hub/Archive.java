package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
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
        if (query.tag() != null) {
            tag(query.tag());
        }
        return open(store -> Json.write(EventReport.of(store.reports(), config, query)));
    }

    /** As {@code POST /api/report/import} answers it. */
    public String reconcile(Function<String, @Nullable String> said, Path file) {
        ReportQuery query = query(said);
        TagConfig tag = tag(String.valueOf(query.tag()));
        return open(store -> {
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

    private TagConfig tag(String name) {
        TagConfig tag = config.tags().get(name);
        if (tag == null) {
            throw new PlainException("there is no tag '" + name + "' in the config"
                    + Suggestion.among(config.tags().keySet(), name));
        }
        return tag;
    }

    private <T> T open(Function<Store, T> question) {
        try (Store store = Hub.open(config, data, clock)) {
            return question.apply(store);
        } catch (StoreUnavailableException refused) {
            throw new PlainException("the store cannot be read: " + refused.getMessage());
        }
    }
}
