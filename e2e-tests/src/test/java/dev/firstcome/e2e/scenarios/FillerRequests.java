package dev.firstcome.e2e.scenarios;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/** Generates issue requests that extend the request log and have no other purpose. */
final class FillerRequests {
    static final int USERS = 50;

    private FillerRequests() {}

    /** Repeated requests of a few users, so that the log grows and few coupons are issued. */
    static List<CouponRecord> requests(UUID campaign, SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .<CouponRecord>mapToObj(i -> new IssueRequested(
                        campaign,
                        new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | random.nextInt(USERS)),
                        Long.toHexString(random.nextLong()),
                        List.of(),
                        new UUID(random.nextLong(), random.nextLong()),
                        Long.toHexString(random.nextLong()),
                        Instant.now()))
                .toList();
    }
}
