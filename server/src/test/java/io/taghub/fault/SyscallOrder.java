package io.taghub.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what {@code strace -f -y} saw of a hub and checks that no 2xx was written before an fsync that covers it: after
 * a request was read, something must have been written to a log, then that log synced, and only then the answer begun.
 */
final class SyscallOrder {
    private static final Pattern CALL =
            Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?([a-z0-9]+)(?:\\((\\d+)<([^>]*)>)?(.*)$");

    private final List<String> logs;
    private final Map<String, Call> unfinished = new HashMap<>();
    private final Map<String, Long> requests = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long line;
    private long answers;
    private long syncs;
    /** Lines of writes to a log that no sync has ended for, by file. */
    private final Map<String, TreeSet<Long>> unsynced = new HashMap<>();
    /** The first write of those that the last sync covered. */
    private long covered = -1;

    /** A call that may begin in one line of the trace and end in another, and the first write a sync then finds. */
    private record Call(String file, String rest, long began, long firstWrite) {}

    /** @param logs how the names of files end whose sync keeps an event */
    SyscallOrder(String... logs) {
        this.logs = List.of(logs);
    }

    private boolean isLog(String file) {
        return logs.stream().anyMatch(file::endsWith);
    }

    SyscallOrder read(Path trace) throws IOException {
        try (Stream<String> lines = Files.lines(trace, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            lines.forEach(this::take);
        }
        return this;
    }

    /** Answers 2xx to requests that were to be kept. */
    long answers() {
        return answers;
    }

    /** Syncs of the logs. */
    long syncs() {
        return syncs;
    }

    List<String> violations() {
        return violations;
    }

    void take(String text) {
        line++;
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            return;
        }
        String thread = call.group(1);
        String name = call.group(2);
        String rest = call.group(5);
        if (call.group(4) != null) {
            begun(thread, name, call.group(3) + "<" + call.group(4), rest);
        } else if (rest.startsWith(" resumed>")) {
            Call pending = unfinished.remove(thread + name);
            if (pending != null) {
                ended(name, pending, pending.rest + rest);
            }
        }
    }

    private void begun(String thread, String name, String file, String rest) {
        TreeSet<Long> waiting = unsynced.computeIfAbsent(file, unseen -> new TreeSet<>());
        switch (name) {
            case "pwrite64", "write" -> {
                if (isLog(file)) {
                    waiting.add(line);
                } else {
                    written(file, rest);
                }
            }
            case "writev", "sendto" -> written(file, rest);
            default -> {
                // Reads and syncs count from their end.
            }
        }
        Call pending = new Call(file, rest, line, waiting.isEmpty() ? covered : waiting.first());
        if (rest.endsWith("<unfinished ...>")) {
            unfinished.put(thread + name, pending);
        } else {
            ended(name, pending, rest);
        }
    }

    private void ended(String name, Call call, String rest) {
        if (name.endsWith("sync") && isLog(call.file)) {
            if (rest.endsWith("= 0")) {
                syncs++;
                covered = Math.max(covered, call.firstWrite);
            }
            // Also after one that failed: what it was for may be lost, whatever a later one says.
            unsynced.get(call.file).headSet(call.began).clear();
        } else if ((name.equals("read") || name.equals("recvfrom")) && rest.contains("\"POST /")) {
            requests.put(call.file, line);
        }
    }

    private void written(String file, String rest) {
        if (rest.contains("\"HTTP/1.1 2")) {
            Long request = requests.remove(file);
            if (request != null) {
                answers++;
                if (covered <= request) {
                    violations.add("line " + line + ": answered what was read in line " + request
                            + " without a sync in between");
                }
            }
        }
    }
}
