package dev.firstcome.coupon.fold;

import java.util.UUID;

/** A request that was held: its offset, its user, and the so-manieth of its campaign it was. */
public record HeldRequest(long offset, UUID userId, long arrival) {}
