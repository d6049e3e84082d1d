package io.taghub.twin;

import java.util.List;
import java.util.Set;

/**
 * One vendor: answers as it would, counts what it would count, and says what it disliked. Calls come on many threads at the
 * same time: what it remembers is in a {@link Ledger} or behind a lock of its own.
 */
public interface Twin {
    Answer answer(Call call);

    /** What it says to a token that it does not take; for rehearsals, of a call with which nothing is wrong. */
    default Answer badToken(Call call) {
        return new Answer(
                401, "text/plain; charset=utf-8", "Unauthorized", List.of("rehearsed: the token is not taken"));
    }

    /** What it says to a request that it does not take; likewise. */
    default Answer refusal(Call call) {
        return new Answer(
                400, "text/plain; charset=utf-8", "Bad Request", List.of("rehearsed: the request is not taken"));
    }

    /**
     * Where a call to this vendor has its secrets: a parameter's name, {@code header NAME} or {@code path N}, the N-th part of
     * the path. The sandbox shows them masked. Not said here need be what everybody calls a secret ({@code Authorization},
     * {@code api_key}, {@code access_token}) nor what the platform's own form does.
     */
    default Set<String> secrets(Call call) {
        return Set.of();
    }
}
