package io.taghub.postback.twin;

import io.taghub.postback.folder.NetworkFolders;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every affiliate network, and every host nobody knows. Which network a call is for is said by the places in the networks'
 * files: of those that fit, the one that says the most. Many threads may ask at once: only the ledger changes, and guards
 * itself.
 */
public final class NetworkTwin implements Twin {
    private record Found(Place place, Network network) {}

    private final Ledger ledger;
    private final String badWord;
    private final List<Found> places = new ArrayList<>();
    private final Network unknown;

    /**
     * @param badWord a token that contains it is refused
     * @param own the operator's networks, name to the content of {@code twin.yaml}; one with a known name replaces that one
     * @throws IllegalArgumentException with a sentence, where one of them is wrong
     */
    public NetworkTwin(Ledger ledger, String badWord, Map<String, String> own) {
        this.ledger = ledger;
        this.badWord = badWord;
        Map<String, String> files = new LinkedHashMap<>(own);
        NetworkFolders.with(NetworkFolders.TWIN)
                .forEach(name -> files.computeIfAbsent(name, known -> NetworkFolders.read(known, NetworkFolders.TWIN)));
        files.forEach((name, yaml) -> {
            Network network = new Network(name, file(name, yaml));
            network.places().forEach(place -> places.add(new Found(place, network)));
        });
        // Equal ones stay as they are: the operator's first.
        places.sort(Comparator.comparing(Found::place, Place.SAYING_MORE).reversed());
        unknown = new Network(
                "unknown",
                file(NetworkFolders.GENERIC, NetworkFolders.read(NetworkFolders.GENERIC, NetworkFolders.TWIN)));
    }

    /** What is wrong with a {@code twin.yaml}, in one sentence. */
    public static Optional<String> problem(String name, String yaml) {
        return switch (TwinReader.read(name, yaml)) {
            case Bound.Filled<TwinFile> _ -> Optional.empty();
            case Bound.Invalid<TwinFile>(List<Problem> problems) ->
                Optional.of("the twin of " + name + " is wrong"
                        + problems.stream()
                                .map(problem -> (problem.path().isEmpty() ? "" : " at '" + problem.path() + "'") + ": "
                                        + problem.message())
                                .collect(Collectors.joining(";")));
        };
    }

    private static TwinFile file(String name, String yaml) {
        return switch (TwinReader.read(name, yaml)) {
            case Bound.Filled<TwinFile>(TwinFile file) -> file;
            case Bound.Invalid<TwinFile> _ ->
                throw new IllegalArgumentException(problem(name, yaml).orElseThrow());
        };
    }

    /** Of every network that may be meant: a call that lacks a parameter of its place has its key in the path all the same. */
    @Override
    public Set<String> secrets(Call call) {
        return places.stream()
                .filter(found -> found.place().isAt(call.host(), call.path()))
                .flatMap(found -> found.network().tokens())
                .collect(Collectors.toSet());
    }

    @Override
    public Answer answer(Call call) {
        Received received = Received.of(call);
        Network network = at(received);
        return network.answer(received, ledger, badWord, network == unknown ? misplaced(call) : List.of());
    }

    /** The host is somebody's own, and this is none of the places where it is told anything. */
    private List<String> misplaced(Call call) {
        List<Network> owners = places.stream()
                .filter(found -> found.place().isOnlyAt(call.host()))
                .map(Found::network)
                .distinct()
                .toList();
        return owners.isEmpty()
                ? List.of()
                : List.of("no postback is at this address; here is "
                        + owners.stream().map(Network::addresses).collect(Collectors.joining(" or ")));
    }

    @Override
    public Answer badToken(Call call) {
        Received received = Received.of(call);
        return at(received).badToken(received);
    }

    @Override
    public Answer refusal(Call call) {
        Received received = Received.of(call);
        return at(received).refusal(received);
    }

    private Network at(Received received) {
        return places.stream()
                .filter(found -> found.place().fits(received))
                .findFirst()
                .map(Found::network)
                .orElse(unknown);
    }
}
