package io.taghub.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A partner's ids are found in what it was told. */
class RequestsTest {
    private static Map<String, Long> found(List<Long> seqs, String request, String... wanted) {
        Map<String, Long> found = new TreeMap<>();
        new Requests(Set.of(wanted))
                .find(
                        new Attempt(seqs, Instant.EPOCH, Duration.ZERO, "delivered", null, "", 200, request, ""),
                        found::put);
        return found;
    }

    @Test
    void anAddressHasThemInItsQueryAndItsPath() {
        assertThat(found(
                        List.of(7L),
                        "GET https://trk.example/pb/path-id/?cid=a%2Fb%2Bc%3D&txn=ord-1&x=plain",
                        "a/b+c=",
                        "ord-1",
                        "path-id",
                        "lain"))
                .isEqualTo(Map.of("a/b+c=", 7L, "ord-1", 7L, "path-id", 7L));
    }

    @Test
    void aFormAndJsonHaveThemInTheirBodies() {
        assertThat(found(List.of(7L), "POST https://trk.example/\nA: b\n\ncid=c1&order=o1", "c1", "o1"))
                .hasSize(2);
        assertThat(found(List.of(7L), "POST https://trk.example/\n\n{\"a\":{\"cid\":\"c1\"},\"n\":12}", "c1", "12"))
                .hasSize(2);
    }

    @Test
    void ofABatchEachEventHasItsOwn() {
        String batch =
                "POST https://trk.example/\n\n{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"id\":\"z\"}";
        assertThat(found(List.of(4L, 5L, 9L), batch, "a", "c", "z")).isEqualTo(Map.of("a", 4L, "c", 9L));
        assertThat(found(List.of(4L, 5L), batch, "a")).isEmpty();
        assertThat(found(List.of(4L, 5L), "POST https://trk.example/\n\n(a batch of 2 events)", "a"))
                .isEmpty();
    }
}
