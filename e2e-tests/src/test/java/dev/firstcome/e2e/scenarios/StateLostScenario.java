package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis loses in mid-rush what it had acknowledged, each time in another way: it is decided again from the log, the same. */
@ExtendWith(SharedPlatformExtension.class)
class StateLostScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long LOST_MIN = 5;

    /** After these nothing is left to go on from, and all of it is decided again in another epoch. */
    private static final Set<Loss> MADE_ANEW = EnumSet.of(Loss.EMPTIED, Loss.RESTARTED_EMPTY);

    /** After these the same state goes on. After others it depends on whether what was lost is all of it. */
    private static final Set<Loss> KEPT = EnumSet.of(Loss.SCRIPTS_FORGOTTEN, Loss.RESTARTED);

    /** The faults F14 to F16 and F19, and both nodes of a master dead at once. */
    enum Loss {
        SCRIPTS_FORGOTTEN {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene) {
                nodes.forgetScripts();
            }
        },
        EMPTIED {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene) {
                nodes.empty(master);
            }
        },
        RESTARTED {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene)
                    throws IOException {
                restarted(shop, nodes, master, file -> {});
            }
        },
        RESTARTED_EMPTY {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene)
                    throws IOException {
                restarted(shop, nodes, master, StateLostScenario::delete);
            }
        },
        FILE_TRUNCATED {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene)
                    throws IOException {
                restarted(shop, nodes, master, StateLostScenario::truncate);
            }
        },
        REPLICA_BEHIND {
            @Override
            void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene) {
                CouponNodes.Node replica = nodes.replicaOf(master);
                shop.platform().pause(replica.part());
                long before = nodes.applied(master, scene.campaign());
                Eventually.holds(
                        "the master goes on alone",
                        BOUND,
                        () -> nodes.applied(master, scene.campaign()) >= before + LOST_MIN);
                shop.platform().kill(master.part());
                shop.platform().resume(replica.part());
                nodes.replaced(master);
                shop.platform().start(master.part());
            }
        };

        abstract void strike(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, CampaignRush scene)
                throws IOException;
    }

    static Stream<Arguments> losses() {
        return Seeds.rounds()
                .boxed()
                .flatMap(seed -> Arrays.stream(Loss.values()).map(loss -> Arguments.of(loss, seed)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatRedisLostIsDecidedAgainTheSame(Loss loss, long seed, SharedPlatform shop) throws Exception {
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.areAllInStep();
            try (CampaignRush scene = CampaignRush.begins(shop, "state lost: " + loss, seed, CampaignRush.Size.SMALL)) {
                scene.midRush(seed);
                String begins = "partition %d begins at".formatted(scene.partition());
                long before = said(shop, begins);
                List<String> failures = failuresOf(shop, scene.partition());
                String state = nodes.stateOf(scene.campaign());
                loss.strike(shop, nodes, nodes.masterOf(scene.campaign()), scene);
                scene.settlesFairly();
                long again = said(shop, begins) - before;
                System.out.printf("%s: the issuer began again %d times%n", loss, again);
                if (loss == Loss.SCRIPTS_FORGOTTEN) {
                    assertThat(failuresOf(shop, scene.partition()))
                            .as("why it began again, but for slow answers")
                            .containsExactlyElementsOf(failures);
                } else {
                    assertThat(again).as("began again").isPositive();
                }
                boolean same = nodes.stateOf(scene.campaign()).equals(state);
                assertThat(same)
                        .as("the same state, gone on from where it stood")
                        .matches(is -> is ? !MADE_ANEW.contains(loss) : !KEPT.contains(loss));
            }
            nodes.areAllInStep();
        }
    }

    /** Why the issuer of the partition has begun again, but for answers that came too late. */
    private static List<String> failuresOf(SharedPlatform shop, int partition) throws IOException {
        String again = "partition %d begins again".formatted(partition);
        return ServiceLog.linesWith(shop.platform(), ServiceDefinition.COUPON, again).stream()
                .filter(line -> !line.contains("timed out"))
                .toList();
    }

    private static long said(SharedPlatform shop, String words) throws IOException {
        return ServiceLog.linesWith(shop.platform(), ServiceDefinition.COUPON, words)
                .size();
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    /** Both nodes die, so nobody takes over, and come back with what is on their disks then. */
    private static void restarted(SharedPlatform shop, CouponNodes nodes, CouponNodes.Node master, Damage damage)
            throws IOException {
        CouponNodes.Node replica = nodes.replicaOf(master);
        shop.platform().kill(replica.part());
        shop.platform().kill(master.part());
        for (CouponNodes.Node node : List.of(master, replica)) {
            Path folder = shop.platform().layout().part(node.part()).resolve("appendonlydir");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    damage.to(file);
                }
            }
        }
        shop.platform().start(master.part());
        shop.platform().start(replica.part());
    }

    private static void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** As a write that never reached the disk: the last third of what was appended is gone, in the middle of a command. */
    private static void truncate(Path file) throws IOException {
        if (file.toString().endsWith(".incr.aof")) {
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(open.size() - open.size() / 3);
            }
        }
    }
}
