package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F2 and F3: the coupon service is killed between two steps of an operation, at a method that the seed chooses. */
@ExtendWith(SharedPlatformExtension.class)
class CrashPointsScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;

    /**
     * A method before which the service is killed, and the maximum call number. The maximum is small because a small
     * rush makes few batches, and the creation of the campaign makes one of them.
     */
    private enum Point {
        /** The request is in the log, and the response is not sent. */
        ACKNOWLEDGED_NOT_ANSWERED("dev.firstcome.coupon.intake.RequestIds#of", 40),
        /** Records are consumed, and the script is not called. */
        BEFORE_THE_SCRIPT("dev.firstcome.coupon.partitionstate.redis.BatchCall#keys", 6),
        /** The progress record is acknowledged, and the offset is not committed. */
        BEFORE_THE_COMMIT("dev.firstcome.coupon.issuing.kafka.AssignedPartition#commit", 6);

        private final String method;
        private final int callMax;

        Point(String method, int callMax) {
            this.method = method;
            this.callMax = callMax;
        }

        /** The opening of the campaign makes the first commits, and a small rush makes only a few more. */
        private int callBound() {
            return this == BEFORE_THE_COMMIT ? callMax / 2 + 1 : callMax;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostAtAnyCrashPoint(long seed, SharedPlatform shop) throws Exception {
        Point point = Point.values()[(int) Math.floorMod(seed, (long) Point.values().length)];
        // The start of the service calls these methods, too.
        long call = new SplittableRandom(seed).nextLong(point.callMax / 2, point.callBound()) + callsAtStart(point);
        ServiceExtras halt = FailpointJar.extras(point.method + "@" + call + ":halt");
        try (ModifiedService service = ModifiedService.restart(shop.platform(), COUPON_SERVICE, halt);
                CampaignRush rush = CampaignRush.start(shop, "killed at " + point, seed, CampaignRush.Size.SMALL)) {
            service.awaitHaltAt(call);
            System.out.printf(
                    "%s at call %d: %d accepted, %d in flight%n",
                    point, call, rush.tally().accepted(), rush.tally().inFlight());
            service.restoreOriginal();
            rush.awaitFairOutcomes();
        }
    }

    /** Each partition commits its start position once. */
    private static int callsAtStart(Point point) {
        return point == Point.BEFORE_THE_COMMIT ? 12 : 0;
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
