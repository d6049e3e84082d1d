package io.taghub.store;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/** What platforms said of the events they got, a text a day and tag; no personal data. */
public interface QualityStore {
    /** Days are kept for so long. */
    int DAYS = 400;

    /** Over what was there of this day; what is older than {@link #DAYS} goes. */
    void keep(String tag, LocalDate day, String said);

    /** By day, the oldest first. */
    SortedMap<LocalDate, String> of(String tag);

    /** For a store that keeps nothing. */
    QualityStore NONE = new QualityStore() {
        @Override
        public void keep(String tag, LocalDate day, String said) {}

        @Override
        public SortedMap<LocalDate, String> of(String tag) {
            return new TreeMap<>();
        }
    };
}
