package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F2 and F3: the coupon service dies at a point of its code where something is half done, which the seed chooses. */
@ExtendWith(SharedPlatformExtension.class)
class CrashPointsScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;

    /** Where it dies, and before which call: a small rush makes few batches of its partition, and creating it makes one. */
    private enum Point {
        /** The request is in the log, and its user was not told yet. */
        ACKNOWLEDGED_NOT_ANSWERED("dev.firstcome.coupon.intake.RequestIds#of", 40),
        /** Records were read, and the script is about to be called. */
        BEFORE_THE_SCRIPT("dev.firstcome.coupon.fold.redis.FoldCall#keys", 6),
        /** Progress is acknowledged, and the offset is about to be committed. */
        BEFORE_THE_COMMIT("dev.firstcome.coupon.issuing.kafka.AssignedPartition#commit", 6);

        private final String method;
        private final int callMax;

        Point(String method, int callMax) {
            this.method = method;
            this.callMax = callMax;
        }

        /** Opening the campaign takes the first commits, and a small rush has no more than a few. */
        private int callBound() {
            return this == BEFORE_THE_COMMIT ? callMax / 2 + 1 : callMax;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhereverItDies(long seed, SharedPlatform shop) throws Exception {
        Point point = Point.values()[(int) Math.floorMod(seed, (long) Point.values().length)];
        // What the service does at its start passes these points, too.
        long call = new SplittableRandom(seed).nextLong(point.callMax / 2, point.callBound()) + passedAtStart(point);
        ServiceExtras halt = FailpointJar.extras(point.method + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restarted(shop.platform(), COUPON_SERVICE, halt);
                CampaignRush scene = CampaignRush.begins(shop, "dies " + point, seed, CampaignRush.Size.SMALL)) {
            armed.isHaltedAt(call);
            System.out.printf(
                    "%s at call %d: %d accepted, %d asking%n",
                    point, call, scene.tally().accepted(), scene.tally().asking());
            armed.isAsBuilt();
            scene.settlesFairly();
        }
    }

    /** Each partition commits where it begins. */
    private static int passedAtStart(Point point) {
        return point == Point.BEFORE_THE_COMMIT ? 12 : 0;
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
