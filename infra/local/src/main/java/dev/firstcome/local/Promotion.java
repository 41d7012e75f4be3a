package dev.firstcome.local;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.kafka.StandbyRecords;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.postgres.PostgresServer;
import dev.firstcome.local.postgres.PostgresShard;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.process.ProcessRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promotes the standby of a shard. The primary is stopped first, so there are never two. Then a record outside the
 * shard states whether the standby has all acknowledged transactions. Then the standby is promoted, and the former
 * primary is rebuilt as its standby.
 */
final class Promotion {
    private final PlatformProcesses platform;
    private final ManagedProcesses parts;
    private final Progress progress;

    Promotion(PlatformProcesses platform, ManagedProcesses parts, Progress progress) {
        this.platform = platform;
        this.parts = parts;
        this.progress = progress;
    }

    /**
     * @param server the standby
     * @param acceptLoss whether it may be promoted although it may lack acknowledged transactions; the shard then takes
     *     no payments until it is reconciled with the provider
     */
    ShardPromoted run(String server, boolean acceptLoss) {
        PostgresShard shard = platform.shards.stream()
                .filter(one ->
                        one.servers().stream().anyMatch(part -> part.name().equals(server)))
                .findFirst()
                .orElseThrow(
                        () -> LocalPlatformException.wrongUse(server + " is not a database server of this platform"));
        PostgresServer leader = shard.primary();
        if (leader.name().equals(server)) {
            throw LocalPlatformException.wrongUse(server + " leads " + shard.name() + " already");
        }
        parts.require(server);
        StandbyRecords records = new StandbyRecords(platform.kafkaLogin(SystemUsers.ADMIN));
        ShardPromoted before = promotionOf(shard, server, records.last(shard.name()));
        require(before, leader, acceptLoss);
        end(leader, before.complete());
        // The last record before the end of the primary is decisive: it cannot have committed alone since.
        ShardPromoted promoted = promotionOf(shard, server, records.last(shard.name()));
        require(promoted, leader, acceptLoss);
        lead(shard, server, () -> records.append(promoted));
        follow(shard);
        return promoted;
    }

    private static void require(ShardPromoted promoted, PostgresServer leader, boolean acceptLoss) {
        if (!promoted.complete() && !acceptLoss) {
            throw LocalPlatformException.failed(promoted.server() + " may lack payments that were acknowledged: "
                    + promoted.reason() + ". Start " + leader.name() + " again if it can be (`./firstcome restart "
                    + leader.name() + "`). If it is lost, --accept-loss promotes " + promoted.server()
                    + ", and the shard takes no new payments until it is reconciled with the provider");
        }
    }

    private void lead(PostgresShard shard, String server, Runnable publish) {
        long began = System.nanoTime();
        progress.doing(server, "taking over");
        publish.run();
        shard.leadBy(server);
        shard.promote(server);
        shard.setUp();
        progress.ready(server, Duration.ofNanos(System.nanoTime() - began));
    }

    /** A synchronous standby has all acknowledged transactions. Any other standby may lack the last ones. */
    private static ShardPromoted promotionOf(PostgresShard shard, String server, Optional<ShardStandbyChanged> last) {
        boolean complete = last.filter(
                        known -> known.synchronous() && server.replace('-', '_').equals(known.standby()))
                .isPresent();
        String reason = complete
                ? "every commit has waited for it"
                : last.map(known -> known.synchronous()
                                ? "commits waited for " + known.standby()
                                : "commits did not wait for a standby: " + known.reason())
                        .orElse("there is no record that commits waited for it");
        return new ShardPromoted(
                UUID.randomUUID(),
                shard.name(),
                server,
                complete,
                reason,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                null);
    }

    /**
     * Kills the primary if the standby is complete, because a graceful stop would wait for all readers of the WAL.
     * Otherwise stops it gracefully, which sends the missing WAL to the standby if possible.
     */
    private void end(PostgresServer leader, boolean complete) {
        Optional<ProcessRecord> running = parts.running().stream()
                .filter(part -> part.name().equals(leader.name()))
                .findFirst();
        running.ifPresent(part -> {
            progress.doing(leader.name(), "ending");
            if (complete) {
                parts.kill(part);
            } else {
                parts.stop(List.of(part));
            }
        });
    }

    private void follow(PostgresShard shard) {
        PostgresServer follower = shard.replica().orElseThrow();
        long began = System.nanoTime();
        progress.doing(follower.name(), "copying and streaming");
        parts.start(follower);
        shard.awaitStreaming();
        progress.ready(follower.name(), Duration.ofNanos(System.nanoTime() - began));
    }
}
