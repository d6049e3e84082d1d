package io.taghub.postback;

import io.taghub.postback.answer.Answers;
import io.taghub.tag.Request;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What one event takes to be told.
 *
 * @param requests one, or one for each line of the order
 */
record Prepared(List<Request> requests, Answers answers) {
    Prepared {
        requests = List.copyOf(requests);
    }

    /** @param lines numbers from 1; where the requests are not those of lines it is itself */
    Prepared only(Set<Integer> lines) {
        List<Request> some = IntStream.range(0, requests.size())
                .filter(i -> lines.contains(i + 1))
                .mapToObj(requests::get)
                .toList();
        return some.isEmpty() || requests.size() == 1 ? this : new Prepared(some, answers);
    }

    /** Each request for itself. */
    List<Prepared> lines() {
        return requests.stream()
                .map(request -> new Prepared(List.of(request), answers))
                .toList();
    }
}
