package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.payment.standby.ShardServer.Follower;
import dev.firstcome.payment.standby.ShardServer.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one shard's standby while this process is the one that does. The order of its acts is the point. That commits wait is
 * told after they do and after the standby has all that was committed before; that they wait no more is told before they
 * do, and as long as it cannot be told they go on waiting. So the last word is never more than what is true.
 */
final class StandbyWatch {
    private static final Logger log = LoggerFactory.getLogger(StandbyWatch.class);

    /** What a standby lacks may be sent while commits wait for it already. */
    private static final long LACKS_MAX = 1 << 20;

    /** Between a new setting and the question whether it is in force. */
    private static final Duration IN_FORCE_AFTER = Duration.ofSeconds(1);

    private final String shard;
    private final List<String> names;
    private final Duration alone;
    private final StandbyLog records;
    private final Clock clock;
    private final LongSupplier nanos;

    private @Nullable Long lostAt;
    private @Nullable Long waitsSince;
    private long mustHave = -1;
    private @Nullable ShardStandby told;

    StandbyWatch(String shard, StandbyProperties properties, StandbyLog records, Clock clock, LongSupplier nanos) {
        this.shard = shard;
        this.names = properties.names().getOrDefault(shard, List.of());
        this.alone = properties.alone();
        this.records = records;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Looks once, and does what is to be done. */
    void look(ShardServer server) {
        Look look = server.look();
        Optional<Follower> inStep = look.inStep(names, alone);
        if (look.waits()) {
            inStep.filter(Follower::waitedFor)
                    .ifPresentOrElse(one -> waiting(server, look, one), () -> alone(server, look, inStep));
        } else {
            inStep.filter(one -> look.flushedTo() - one.flushedTo() <= LACKS_MAX)
                    .ifPresentOrElse(one -> begin(server, one), () -> tell(false, null, "no standby is in step"));
        }
    }

    private void begin(ShardServer server, Follower one) {
        tell(false, null, one.name() + " is in step again, and is about to be waited for");
        server.waitFor(names, one.name());
        log.info("commits on {} wait for a standby: {} is in step", shard, one.name());
    }

    private void waiting(ShardServer server, Look look, Follower one) {
        lostAt = null;
        if (waitsSince == null) {
            waitsSince = nanos.getAsLong();
        }
        if (mustHave < 0) {
            if (nanos.getAsLong() - waitsSince < IN_FORCE_AFTER.toNanos()) {
                return;
            }
            server.settle();
            mustHave = server.look().flushedTo();
            return;
        }
        if (one.flushedTo() >= mustHave) {
            tell(true, one.name(), "commits wait for " + one.name());
        }
    }

    /** Commits wait, and nobody is there for whom: they are let go on after a while, once that is written down. */
    private void alone(ShardServer server, Look look, Optional<Follower> inStep) {
        long now = nanos.getAsLong();
        if (lostAt == null) {
            lostAt = now;
            log.warn("commits on {} wait for a standby, and none answers: {}", shard, look.followers());
        }
        // Whoever was silent for long was so before this process could look.
        long lostFor = Math.max(now - lostAt, silence(look).toNanos() - alone.toNanos());
        if (lostFor < alone.toNanos() || inStep.isPresent() && lostFor < 2 * alone.toNanos()) {
            return;
        }
        if (tell(false, null, "no standby has answered for " + alone.toSeconds() + " s")) {
            server.waitForNobody();
            log.error(
                    "commits on {} wait for no standby any more: if its server is lost, so is what it alone has",
                    shard);
            forget();
        }
    }

    /** How long ago the last of the standbys said something; nothing if none is connected. */
    private Duration silence(Look look) {
        return look.followers().stream()
                .filter(one -> names.contains(one.name()))
                .map(Follower::heardAgo)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void forget() {
        lostAt = null;
        waitsSince = null;
        mustHave = -1;
    }

    private boolean tell(boolean synchronous, @Nullable String standby, String reason) {
        ShardStandby last = told;
        if (last != null && last.synchronous() == synchronous && Objects.equals(last.standby(), standby)) {
            return true;
        }
        ShardStandby now = new ShardStandby(shard, synchronous, standby, reason, Instant.now(clock));
        // What was tried counts as not told until it is known.
        told = null;
        if (records.tell(now)) {
            told = now;
            return true;
        }
        log.error("it cannot be written down that on {} {}; commits go on as they do", shard, reason);
        return false;
    }
}
