package io.taghub.intake.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.Defaults;
import io.taghub.config.address.Cidr;
import io.taghub.event.Event;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.verify.Proof;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.Gate;
import io.taghub.intake.PageClicks;
import io.taghub.intake.RunMark;
import io.taghub.store.Journal.Admission;
import io.taghub.store.ReceivedStore;
import io.taghub.store.ReceivedStore.Arrival;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes webhooks and postbacks: verified, kept as they came, made into events, admitted; in this order, so that what is
 * answered well is on disk twice, and what was mapped wrongly can be mapped again. Safe for many threads.
 */
public final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    /** Another node's clock may be behind ours. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    /** Events admitted at a time: others wait for no long list. */
    private static final int TOGETHER = 500;

    private final Gate gate;
    private final Store store;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Making making;
    private final Instant began;
    private final RefusedRate refusedRate = new RefusedRate();

    /** Nothing is left to be taken up of what came before. */
    private volatile Instant takenUp = Instant.EPOCH;

    public Webhooks(Gate gate, ClickCaptures captures, Store store, InstantSource clock, MeterRegistry meters) {
        this.gate = gate;
        this.store = store;
        this.clock = clock;
        this.meters = meters;
        this.began = clock.instant();
        this.making = new Making(gate, new PageClicks(gate, captures));
    }

    Instant now() {
        return clock.instant();
    }

    /** Null where no source has this name. */
    public @Nullable InboundSource source(String name) {
        return gate.config().inbound().get(name);
    }

    /**
     * Takes one request; durable when it returns.
     *
     * @param ip the sender's
     * @param run the test it belongs to, null for none
     * @throws StoreUnavailableException if it could not be kept
     */
    Code take(InboundSource source, Hook hook, String ip, @Nullable String run) {
        Instant now = clock.instant();
        Code code = receive(source, hook, ip, run, now);
        count(source.name(), code);
        return code;
    }

    private Code receive(InboundSource source, Hook hook, String ip, @Nullable String run, Instant now) {
        Proof proof = proof(source, hook, ip, now);
        if (proof instanceof Proof.Bad(Code code, String detail)) {
            keepRefused(source, hook, ip, now, false, code, detail);
            return code;
        }
        String delivery = proof instanceof Proof.Good(String name) ? name : null;
        Harvest outcome = making.of(source, hook, delivery, now);
        if (outcome.events().isEmpty()) {
            keepRefused(source, hook, ip, now, true, outcome.code(), outcome.detail());
            return outcome.code();
        }
        Kept kept = Kept.of(hook, source, ip, true, delivery, Defaults.WEBHOOK_BODY)
                .with(outcome.detail(), names(outcome.events()));
        String id = ReceivedStore.id(now, ThreadLocalRandom.current().nextInt());
        keep(id, source.name(), now, Code.RECEIVED, kept, outcome.events());
        Code code = admit(source, outcome, run);
        note(() -> store.received().settle(id, code.word(), code == Code.DUPLICATE));
        return code;
    }

    /** In the order that tells a stranger least. */
    private static Proof proof(InboundSource source, Hook hook, String ip, Instant now) {
        if (!source.methods().contains(hook.method())) {
            return new Proof.Bad(Code.BAD_METHOD, "the source takes " + String.join(", ", source.methods()));
        }
        if (!source.allowIps().isEmpty() && !isOne(ip, source.allowIps())) {
            return new Proof.Bad(Code.IP_DENIED, "it is none of 'allow_ips'");
        }
        return source.verifier().verify(hook, now);
    }

    private static boolean isOne(String ip, List<String> blocks) {
        try {
            InetAddress address = InetAddress.ofLiteral(ip);
            return blocks.stream().anyMatch(block -> Cidr.of(block).contains(address));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private Code admit(InboundSource source, Harvest outcome, @Nullable String run) {
        List<Event> events =
                outcome.events().stream().map(event -> RunMark.note(event, run)).toList();
        List<Admission> admissions = new ArrayList<>();
        for (int from = 0; from < events.size(); from += TOGETHER) {
            List<Event> some = events.subList(from, Math.min(from + TOGETHER, events.size()));
            admissions.addAll(source.lowTrust() ? gate.admitUnsettled(some) : gate.admit(some));
        }
        boolean news = admissions.stream()
                .anyMatch(admission -> !(admission instanceof Admission.Duplicate(boolean twin)) || twin);
        return news ? outcome.code() : Code.DUPLICATE;
    }

    private static void note(Runnable noting) {
        try {
            noting.run();
        } catch (StoreUnavailableException later) {
            // The event is in the journal and the request beside it; that it became one is found out again at the next
            // start.
            LOG.warn("what became of a webhook could not be noted yet");
        }
    }

    private void keepRefused(
            InboundSource source, Hook hook, String ip, Instant now, boolean verified, Code code, String detail) {
        if (!refusedRate.mayKeep(source.name(), code, now)) {
            return;
        }
        Kept kept =
                Kept.of(hook, source, ip, verified, null, Defaults.REFUSED_BODY).with(detail, List.of());
        try {
            keep(
                    ReceivedStore.id(now, ThreadLocalRandom.current().nextInt()),
                    source.name(),
                    now,
                    code,
                    kept,
                    List.of());
        } catch (StoreUnavailableException notKept) {
            // Nothing was promised of it.
            LOG.debug("a refused webhook could not be kept");
        }
    }

    private void keep(String id, String source, Instant at, Code code, Kept kept, List<Event> events) {
        boolean nothingMade = events.isEmpty() || code == Code.DUPLICATE;
        store.received().keep(new Arrival(id, source, at, code.word(), nothingMade, kept.write()), events);
    }

    private static List<List<String>> names(List<Event> events) {
        return events.stream().map(event -> List.of(event.name(), event.id())).toList();
    }

    void count(String source, Code code) {
        Counter.builder("taghub.webhooks")
                .description("Webhooks and postbacks received, by source and by what became of each")
                .tag("source", source)
                .tag("reason", code.word())
                .register(meters)
                .increment();
    }

    /**
     * Makes events anew of what was received, by the config as it is now. What was verified then is taken as verified; else the
     * source's verifier judges it again, as of when it came. Its events keep their ids, so that none counts twice.
     *
     * @param dryRun whether only to say what would become of it
     * @return null where nobody may say so: the source is gone, or the body was too long to be kept whole
     */
    public @Nullable Code again(Arrival received, boolean dryRun) {
        InboundSource source = source(received.source());
        Kept kept = Kept.read(received.content());
        if (source == null || kept.cut()) {
            return null;
        }
        String delivery = kept.delivery();
        if (!kept.verified()) {
            Proof proof = proof(source, kept.hook(), kept.ip(), received.at());
            if (proof instanceof Proof.Bad(Code code, String detail)) {
                return code;
            }
            delivery = proof instanceof Proof.Good(String name) ? name : null;
        }
        Harvest outcome = making.of(source, kept.hook(), delivery, received.at());
        if (dryRun) {
            return outcome.code();
        }
        List<Event> events = outcome.events();
        Kept proven = new Kept(kept.hook(), kept.ip(), true, delivery, false, outcome.detail(), names(events));
        if (events.isEmpty()) {
            keep(received.id(), source.name(), received.at(), outcome.code(), proven, events);
            return outcome.code();
        }
        Code code = admit(source, outcome, null);
        note(() -> keep(received.id(), source.name(), received.at(), code, proven, events));
        return code;
    }

    /**
     * What was kept and not made into events because the hub was stopped between the two. What came since this one began, and
     * with a shared store any of the last minute, may be in somebody's hands just now.
     *
     * @return whether something is left that was too young
     */
    public boolean takeUp() {
        Instant minute = clock.instant().minusSeconds(60);
        Instant before = store.shared() || minute.isAfter(began) ? minute : began;
        Instant ahead = clock.instant().plus(store.shared() ? CLOCKS_APART : Duration.ofMinutes(1));
        boolean young = false;
        boolean judged = true;
        // The table is long, and has no index of codes: no admission pays for one.
        String after = ReceivedStore.id(takenUp.isBefore(before) ? takenUp : before, 0);
        List<Arrival> left;
        do {
            left = store.received().oldest(null, Code.RECEIVED.word(), after, 100);
            for (Arrival received : left) {
                // What is of a time to come was taken before the clock was set back.
                if (received.at().isBefore(before) || received.at().isAfter(ahead)) {
                    judged &= again(received, false) != null;
                } else {
                    young = true;
                }
                after = received.id();
            }
        } while (left.size() == 100);
        if (judged) {
            takenUp = before.minus(CLOCKS_APART);
        }
        return young;
    }
}
