package io.taghub.postback;

import io.taghub.postback.answer.Answers;
import io.taghub.tag.Request;
import java.util.List;

/**
 * What one event takes to be told.
 *
 * @param requests one, or one for each line of the order
 */
record Prepared(List<Request> requests, Answers answers) {
    Prepared {
        requests = List.copyOf(requests);
    }

    /** Each request for itself. */
    List<Prepared> lines() {
        return requests.stream()
                .map(request -> new Prepared(List.of(request), answers))
                .toList();
    }
}
