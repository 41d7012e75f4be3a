package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis loses acknowledged writes in mid-rush in several ways. The issuer repeats the same decisions from the log. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class StateLostScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long LOST_MIN = 5;

    /** Losses after which the issuer rebuilds the whole state in a new epoch. */
    private static final Set<Loss> REBUILT = EnumSet.of(Loss.EMPTIED, Loss.RESTARTED_EMPTY);

    /**
     * Losses after which the same state continues. After other losses it depends on whether the whole state was lost.
     */
    private static final Set<Loss> KEPT = EnumSet.of(Loss.SCRIPTS_FLUSHED, Loss.RESTARTED);

    /** The faults F14 to F16 and F19, and the simultaneous failure of a master and its replica. */
    enum Loss {
        SCRIPTS_FLUSHED {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush) {
                nodes.flushScripts();
            }
        },
        EMPTIED {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush) {
                nodes.flushAll(master);
            }
        },
        RESTARTED {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush)
                    throws IOException {
                restartBoth(shop, nodes, master, file -> {});
            }
        },
        RESTARTED_EMPTY {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush)
                    throws IOException {
                restartBoth(shop, nodes, master, StateLostScenario::delete);
            }
        },
        FILE_TRUNCATED {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush)
                    throws IOException {
                restartBoth(shop, nodes, master, StateLostScenario::truncate);
            }
        },
        REPLICA_BEHIND {
            @Override
            void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush) {
                CouponNodes.Node replica = nodes.replicaOf(master);
                shop.platform().pause(replica.process());
                long before = nodes.appliedOffset(master, rush.campaign());
                // The rush may end before the pause: these records are lost in any case.
                for (int i = 0; i < LOST_MIN; i++) {
                    shop.sendCommand(
                            rush.campaign(),
                            "blocks",
                            Map.of("userId", UUID.randomUUID().toString(), "reason", "a scenario"));
                }
                Eventually.holds(
                        "the master decides without its replica",
                        BOUND,
                        () -> nodes.appliedOffset(master, rush.campaign()) >= before + LOST_MIN);
                shop.platform().kill(master.process());
                shop.platform().resume(replica.process());
                nodes.awaitFailover(master);
                shop.platform().start(master.process());
            }
        };

        abstract void inject(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush rush)
                throws IOException;
    }

    static Stream<Arguments> losses() {
        return Seeds.rounds()
                .boxed()
                .flatMap(seed -> Arrays.stream(Loss.values()).map(loss -> Arguments.of(loss, seed)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lostStateIsRebuiltWithTheSameDecisions(Loss loss, long seed, SharedPlatform shop) throws Exception {
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.awaitReplicasInSync();
            try (CampaignRush rush = CampaignRush.start(shop, "state lost: " + loss, seed, CampaignRush.Size.SMALL)) {
                String startLine = "partition %d starts at".formatted(rush.partition());
                long before = countLines(shop, startLine);
                List<String> reasonsBefore = restartReasons(shop, rush.partition());
                String state = nodes.stateKeyPrefix(rush.campaign());
                CouponNodes.Node master = nodes.masterOf(rush.campaign());
                rush.awaitMidRush(seed);
                loss.inject(shop, nodes, master, rush);
                rush.awaitFairOutcomes();
                long restarts = countLines(shop, startLine) - before;
                System.out.printf("%s: the issuer restarted the partition %d times%n", loss, restarts);
                if (loss == Loss.SCRIPTS_FLUSHED) {
                    assertThat(restartReasons(shop, rush.partition()))
                            .as("reasons of partition restarts other than timeouts")
                            .containsExactlyElementsOf(reasonsBefore);
                } else {
                    assertThat(restarts).as("partition restarts").isPositive();
                }
                boolean same = nodes.stateKeyPrefix(rush.campaign()).equals(state);
                assertThat(same)
                        .as("the issuer continued with the same state")
                        .matches(kept -> kept ? !REBUILT.contains(loss) : !KEPT.contains(loss));
            }
            nodes.awaitReplicasInSync();
        }
    }

    /** The logged reasons why the issuer restarted the partition, except timeouts. */
    private static List<String> restartReasons(SharedPlatform shop, int partition) throws IOException {
        String restartLine = "partition %d restarts".formatted(partition);
        return ServiceLog.linesContaining(shop.platform(), ServiceDefinition.COUPON, restartLine).stream()
                .filter(line -> !line.contains("timed out"))
                .toList();
    }

    private static long countLines(SharedPlatform shop, String text) throws IOException {
        return ServiceLog.linesContaining(shop.platform(), ServiceDefinition.COUPON, text)
                .size();
    }

    private interface FileFault {
        void apply(Path file) throws IOException;
    }

    /** Kills both nodes, so that no failover happens, applies the fault to their files and starts them. */
    private static void restartBoth(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, FileFault fault)
            throws IOException {
        CouponNodes.Node replica = nodes.replicaOf(master);
        shop.platform().kill(replica.process());
        shop.platform().kill(master.process());
        for (CouponNodes.Node node : List.of(master, replica)) {
            Path folder = shop.platform().layout().part(node.process()).resolve("appendonlydir");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    fault.apply(file);
                }
            }
        }
        shop.platform().start(master.process());
        shop.platform().start(replica.process());
    }

    private static void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /**
     * Removes the last third of the incremental AOF, possibly within a command, as if the writes never reached the
     * disk.
     */
    private static void truncate(Path file) throws IOException {
        if (file.toString().endsWith(".incr.aof")) {
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(open.size() - open.size() / 3);
            }
        }
    }
}
