package io.taghub.store.record;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Bytes;
import io.taghub.tag.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a lane decided about neighbours in the journal. Most decisions of a step are alike, so it keeps the
 * different ones once and then how many follow of which.
 *
 * @param runs in order from {@code from} on
 * @param config hash of the config that decided
 */
public record VerdictPage(long from, List<Run> runs, String config) {

    /** @param kind what was decided, null for events that were put aside */
    record Run(int length, @Nullable Kind kind) {}

    /** A decision without the event it is about. */
    public record Kind(Verdict verdict, @Nullable Reason reason, String detail) {
        public static Kind of(Decision decision) {
            return new Kind(decision.verdict(), decision.reason(), decision.detail());
        }
    }

    /** @param decisions by sequence number, without a gap; null for those put aside */
    public static VerdictPage of(SortedMap<Long, @Nullable Kind> decisions, String config) {
        List<Run> runs = new ArrayList<>();
        for (Kind kind : decisions.values()) {
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && Objects.equals(last.kind, kind)) {
                runs.set(runs.size() - 1, new Run(last.length + 1, kind));
            } else {
                runs.add(new Run(1, kind));
            }
        }
        return new VerdictPage(decisions.firstKey(), runs, config);
    }

    @Nullable
    Kind at(long seq) {
        long next = from;
        for (Run run : runs) {
            next += run.length;
            if (seq < next) {
                return run.kind;
            }
        }
        return null;
    }

    /** All decisions in order. */
    List<Decision> decisions() {
        List<Decision> decisions = new ArrayList<>();
        long seq = from;
        for (Run run : runs) {
            Kind kind = run.kind;
            for (int i = 0; kind != null && i < run.length; i++) {
                decisions.add(new Decision(seq + i, kind.verdict, kind.reason, kind.detail, config));
            }
            seq += run.length;
        }
        return decisions;
    }

    /** The same without the details of these. */
    VerdictPage blank(Set<Long> seqs) {
        TreeMap<Long, @Nullable Kind> kinds = new TreeMap<>();
        long seq = from;
        for (Run run : runs) {
            Kind kind = run.kind;
            for (int i = 0; i < run.length; i++, seq++) {
                kinds.put(seq, kind != null && seqs.contains(seq) ? new Kind(kind.verdict, kind.reason, "") : kind);
            }
        }
        return of(kinds, config);
    }

    byte[] bytes() {
        Map<Kind, Integer> kinds = new LinkedHashMap<>();
        for (Run run : runs) {
            if (run.kind != null) {
                kinds.putIfAbsent(run.kind, kinds.size() + 1);
            }
        }
        Bytes out = new Bytes().number(kinds.size());
        kinds.keySet()
                .forEach(kind -> out.text(kind.verdict.name())
                        .text(kind.reason == null ? null : kind.reason.name())
                        .text(kind.detail));
        out.number(runs.size());
        for (Run run : runs) {
            out.number(run.kind == null ? 0 : kinds.getOrDefault(run.kind, 0)).number(run.length);
        }
        return out.text(config).done();
    }

    static VerdictPage read(long from, byte[] bytes) {
        Bytes.Reader in = new Bytes.Reader(bytes);
        List<Kind> kinds = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            kinds.add(new Kind(Verdict.valueOf(in.text()), reason(in.text()), in.text()));
        }
        List<Run> runs = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            int kind = (int) in.number();
            runs.add(new Run((int) in.number(), kind == 0 ? null : kinds.get(kind - 1)));
        }
        return new VerdictPage(from, runs, in.added());
    }

    /** Reasons are kept by name, so that the list of them can grow anywhere. */
    static @Nullable Reason reason(String name) {
        return name.isEmpty() ? null : Reason.valueOf(name);
    }
}
