package dev.firstcome.coupon.wallet.store;

import static dev.firstcome.coupon.ExecutedStatements.verbs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.coupon.CouponService;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.coupon.wallet.Reservations.ReservationRequest;
import dev.firstcome.coupon.wallet.Reservations.Result.Applied;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;

/** Tests the coupon entity on both shards: the first bucket is on one shard, the last bucket on the other. */
class JpaCouponsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    /** A partition that the log does not have, so that no other test compares these coupons. */
    private static final int PARTITION = 5_000;

    private static CouponService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Coupons coupons;
    private static Reservations reservations;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        coupons = service.bean(Coupons.class);
        reservations = service.bean(Reservations.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedChangeIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            CouponIssued issued = issue(bucket);

            Applied applied = (Applied) reservations.reserve(requestFor(issued));

            assertThat(applied.coupon().state()).isEqualTo(CouponState.RESERVED);
            assertThat(load(issued).toCoupon()).isEqualTo(applied.coupon());
            assertThat(load(issued).toChanged().version()).isEqualTo(1);
            CouponKey id = CouponKey.of(issued.userId(), issued.couponId());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(CouponEntity.class, id)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            CouponIssued issued = issue(bucket);
            CouponEntity stale = load(issued);
            reservations.reserve(requestFor(issued));

            stale.changeTo(CouponState.EXPIRED);

            assertStale(stale, bucket);
            assertThat(load(issued).state()).isEqualTo(CouponState.RESERVED);
            assertThat(load(issued).toChanged().version()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aRevocationBetweenLoadAndUpdateIsNotOverwritten(int bucket) {
        StallRetry.run(() -> {
            CouponIssued issued = issue(bucket);
            CouponEntity stale = load(issued);
            apply(new CouponRevocationApplied(
                    PARTITION,
                    issued.offset() - 1,
                    issued.campaignId(),
                    issued.userId(),
                    issued.couponId(),
                    null,
                    NOW));

            stale.changeTo(CouponState.RESERVED);

            assertStale(stale, bucket);
            assertThat(load(issued).state()).isEqualTo(CouponState.REVOKED);
        });
    }

    private static void assertStale(CouponEntity stale, int bucket) {
        assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                .isInstanceOf(OptimisticLockingFailureException.class);
    }

    @Test
    void everyQueryFindsTheSameCoupon() {
        StallRetry.run(() -> {
            CouponIssued issued = issue(LAST_BUCKET);
            UUID user = issued.userId();
            Coupon coupon = coupons.find(user, issued.couponId()).orElseThrow();

            assertThat(coupon.campaignId()).isEqualTo(issued.campaignId());
            assertThat(coupon.sequence()).isEqualTo(issued.sequence());
            assertThat(coupon.issuedAt()).isEqualTo(NOW);
            assertThat(coupon.state()).isEqualTo(CouponState.AVAILABLE);
            assertThat(coupons.page(user, null, 10)).containsExactly(coupon);
            assertThat(coupons.page(user, coupon.id(), 10)).isEmpty();
            assertThat(coupons.findByRequest(user, PARTITION, issued.offset())).contains(coupon);
            assertThat(coupons.findByRequest(user, PARTITION, issued.offset() + 1))
                    .isEmpty();
            assertThat(coupons.findFirst(issued.campaignId(), user)).contains(coupon);
            assertThat(coupons.findAll(Set.of(coupon.id()))).containsExactly(coupon);
            assertThat(coupons.find(UUID.randomUUID(), coupon.id())).isEmpty();
        });
    }

    @Test
    void theFlowOfACouponExecutesNoNeedlessStatement() {
        StallRetry.run(() -> {
            CouponIssued redeemed = coupon(FIRST_BUCKET);
            CouponIssued released = issue(FIRST_BUCKET);
            UUID user = redeemed.userId();
            ReservationRequest request = requestFor(redeemed);
            ReservationRequest other = requestFor(released);

            assertThat(verbs(service, () -> apply(redeemed))).containsExactly("insert");
            assertThat(verbs(service, () -> coupons.find(user, redeemed.couponId())))
                    .containsExactly("select");
            assertThat(verbs(service, () -> coupons.page(user, null, 10))).containsExactly("select");
            assertThat(verbs(service, () -> coupons.findByRequest(user, PARTITION, redeemed.offset())))
                    .containsExactly("select");
            assertThat(verbs(service, () -> coupons.findFirst(redeemed.campaignId(), user)))
                    .containsExactly("select");
            assertThat(verbs(service, () -> reservations.reserve(request)))
                    .containsExactly("select", "select", "insert", "update", "with");
            assertThat(verbs(service, () -> reservations.reserve(request))).containsExactly("select", "select");
            assertThat(verbs(service, () -> reservations.redeem(request)))
                    .containsExactly("select", "select", "insert", "update", "with");
            reservations.reserve(other);
            assertThat(verbs(service, () -> reservations.release(other)))
                    .containsExactly("select", "select", "insert", "select", "update", "with");
        });
    }

    private static CouponIssued coupon(int bucket) {
        BucketedIds ids = service.bean(BucketedIds.class);
        UUID id = ids.next(new Bucket(bucket));
        long offset = id.getLeastSignificantBits() >>> 1;
        UUID user = ids.next(new Bucket(bucket));
        return new CouponIssued(PARTITION, offset, UUID.randomUUID(), user, id, 1, 1, NOW);
    }

    private static CouponIssued issue(int bucket) {
        CouponIssued issued = coupon(bucket);
        apply(issued);
        return issued;
    }

    private static void apply(CouponResult result) {
        coupons.apply(shards.map().shardOf(BucketedIds.bucketOf(result.userId())), List.of(result));
    }

    private static ReservationRequest requestFor(CouponIssued issued) {
        return new ReservationRequest(issued.userId(), issued.couponId(), UUID.randomUUID(), false);
    }

    private static CouponEntity load(CouponIssued issued) {
        CouponKey id = CouponKey.of(issued.userId(), issued.couponId());
        return shards.read(BucketedIds.bucketOf(issued.userId()), () -> entities.find(CouponEntity.class, id))
                .orElseThrow();
    }
}
