package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityContractTest extends StoreContract {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @Test
    void eachDayIsKeptOnceAndForTheTagAlone() {
        store.quality().keep("meta", TODAY.minusDays(1), "first");
        store.quality().keep("meta", TODAY, "second");
        store.quality().keep("meta", TODAY, "third");
        store.quality().keep("meta-eu", TODAY, "another's");
        store.quality().keep("met_", TODAY, "no wildcard");
        reopen();
        assertThat(store.quality().of("meta"))
                .containsExactly(Map.entry(TODAY.minusDays(1), "first"), Map.entry(TODAY, "third"));
        assertThat(store.quality().of("nobody")).isEmpty();
    }

    @Test
    void whatIsOlderThanAYearAndABitGoes() {
        store.quality().keep("meta", TODAY.minusDays(QualityStore.DAYS + 1), "old");
        store.quality().keep("meta", TODAY.minusDays(QualityStore.DAYS), "just");
        store.quality().keep("meta-eu", TODAY.minusDays(QualityStore.DAYS + 1), "another's");
        store.quality().keep("meta", TODAY, "new");
        assertThat(store.quality().of("meta").values()).containsExactly("just", "new");
        assertThat(store.quality().of("meta-eu")).hasSize(1);
    }
}
