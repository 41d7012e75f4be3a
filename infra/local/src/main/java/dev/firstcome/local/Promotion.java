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
 * A standby takes a shard's lead. First whoever leads is ended, so that there are never two; then it is written down,
 * outside the shard, whether the standby surely has all that was acknowledged; then it leads, and the one before it is made
 * anew as its standby.
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
     * @param acceptLoss whether it may lead although it may lack what was acknowledged; the shard takes no payments then
     *     until the provider's list has been compared
     */
    ShardPromoted run(String server, boolean acceptLoss) {
        PostgresShard shard = platform.shards.stream()
                .filter(one ->
                        one.servers().stream().anyMatch(part -> part.name().equals(server)))
                .findFirst()
                .orElseThrow(() -> LocalPlatformException.wrongUse(server + " is no database server of this platform"));
        PostgresServer leader = shard.primary();
        if (leader.name().equals(server)) {
            throw LocalPlatformException.wrongUse(server + " leads " + shard.name() + " already");
        }
        parts.require(server);
        StandbyRecords records = new StandbyRecords(platform.kafkaLogin(SystemUsers.ADMIN));
        ShardPromoted before = judge(shard, server, records.last(shard.name()));
        require(before, leader, acceptLoss);
        end(leader, before.complete());
        // What was told up to its end counts: nobody can have been let commit alone since.
        ShardPromoted promoted = judge(shard, server, records.last(shard.name()));
        require(promoted, leader, acceptLoss);
        lead(shard, server, () -> records.append(promoted));
        follow(shard);
        return promoted;
    }

    private static void require(ShardPromoted promoted, PostgresServer leader, boolean acceptLoss) {
        if (!promoted.complete() && !acceptLoss) {
            throw LocalPlatformException.failed(promoted.server() + " may lack payments that were acknowledged: "
                    + promoted.reason() + ". Start " + leader.name() + " again if it can be (`./firstcome restart "
                    + leader.name() + "`); if it is lost, --accept-loss lets " + promoted.server()
                    + " lead, and the shard takes no new payments until the provider's list has been compared");
        }
    }

    private void lead(PostgresShard shard, String server, Runnable tell) {
        long began = System.nanoTime();
        progress.doing(server, "taking over");
        tell.run();
        shard.leadBy(server);
        shard.promote(server);
        shard.setUp();
        progress.ready(server, Duration.ofNanos(System.nanoTime() - began));
    }

    /** What is waited for has all that was acknowledged; what is not waited for may lack the last of it. */
    private static ShardPromoted judge(PostgresShard shard, String server, Optional<ShardStandbyChanged> last) {
        boolean complete = last.filter(
                        known -> known.synchronous() && server.replace('-', '_').equals(known.standby()))
                .isPresent();
        String reason = complete
                ? "every commit has waited for it"
                : last.map(known -> known.synchronous()
                                ? "commits waited for " + known.standby()
                                : "commits did not wait for a standby: " + known.reason())
                        .orElse("it was never told that commits wait for it");
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
     * At once where the standby has everything anyhow: an end in good order would wait for all who read its log. Else in good
     * order, which sends the standby what it lacks, if it can.
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
