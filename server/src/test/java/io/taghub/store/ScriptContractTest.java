package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Script files stay as they were first kept, for every hub on the database. */
class ScriptContractTest extends StoreContract {
    private static final String NAME = "h-0.1.0-1a2b3c4d.js";

    @Test
    void whatWasKeptFirstStaysAndOutlivesTheHub() {
        assertThat(store.scripts().all()).isEmpty();
        store.scripts().keep(Map.of(NAME, bytes("first"), "l-0.1.0-0badcafe.js", bytes("l")));
        store.scripts().keep(Map.of(NAME, bytes("second")));
        store.scripts().keep(Map.of());
        reopen();
        assertThat(store.scripts().all())
                .containsOnlyKeys(NAME, "l-0.1.0-0badcafe.js")
                .containsEntry(NAME, bytes("first"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
