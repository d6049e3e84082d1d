package io.taghub.outbound;

import io.taghub.tag.Request;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a platform sent one tag's requests on to, so that the next ones go there at once; for as long as the tag runs, and
 * until one of them fails there. A tag names few such hosts, so there is little to remember. Safe for many threads.
 */
final class Moved {
    /** By the host that a tag names. */
    private final Map<String, String> hosts = new ConcurrentHashMap<>();

    /** The request as it goes now. */
    Request from(Request request) {
        String named = request.url().getRawAuthority();
        String host = named == null ? null : hosts.get(named);
        return host == null ? request : request.at(at(request.url(), host));
    }

    /** @param went the last that was made of it */
    void learn(Request request, Request went, Exchange exchange) {
        String named = request.url().getRawAuthority();
        String there = went.url().getRawAuthority();
        if (named == null) {
            return;
        }
        boolean taken = exchange instanceof Exchange.Answered(var response) && response.ok();
        if (!taken) {
            hosts.remove(named, there);
        } else if (!named.equals(there) && went.url().equals(at(request.url(), there))) {
            hosts.put(named, there);
        }
    }

    private static URI at(URI url, String host) {
        String query = url.getRawQuery();
        return URI.create(url.getScheme() + "://" + host + url.getRawPath() + (query == null ? "" : "?" + query));
    }
}
