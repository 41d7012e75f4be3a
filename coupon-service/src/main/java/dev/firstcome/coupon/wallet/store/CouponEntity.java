package dev.firstcome.coupon.wallet.store;

import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponEvents;
import dev.firstcome.coupon.wallet.CouponState;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the table {@code coupon}.
 *
 * <p>SQL statements insert coupons in batches, and revoke and expire them. They increment the version, as an update of
 * the entity does. An update writes the state and the version only.
 */
@Entity
@Table(name = "coupon")
@SuppressWarnings("unused") // Hibernate and queries use all fields
class CouponEntity {
    @EmbeddedId
    private CouponKey id;

    @Column(updatable = false)
    private UUID campaignId;

    /** 0: issued on request; 1: granted. */
    @Column(updatable = false)
    private short series;

    @Column(updatable = false)
    private long sequence;

    @Column(updatable = false)
    private int ordinal;

    @Column(updatable = false)
    private String code;

    @Enumerated(EnumType.STRING)
    private CouponState state;

    @Column(updatable = false)
    private int requestPartition;

    @Column(updatable = false)
    private long requestOffset;

    @Column(updatable = false)
    private Instant issuedAt;

    /** Also the version of the coupon's latest event. */
    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected CouponEntity() {}

    CouponState state() {
        return state;
    }

    void changeTo(CouponState other) {
        state = other;
    }

    Coupon toCoupon() {
        return new Coupon(id.couponId(), id.userId(), campaignId, sequence, code, state, issuedAt);
    }

    CouponEvents.Changed toChanged() {
        return new CouponEvents.Changed(id.couponId(), id.userId(), campaignId, version, state);
    }
}
