package dev.firstcome.e2e.bench.rivals;

import java.util.UUID;

/** A way to give a campaign's coupons away, one call for each user, whose coupon is a committed row when the call returns. */
interface Rival extends AutoCloseable {
    String name();

    /** Makes a campaign with so many coupons. */
    void begin(UUID campaign, long stock) throws Exception;

    /** Whether the user got one. From many threads at once. */
    boolean issue(UUID campaign, UUID user) throws Exception;

    @Override
    void close() throws Exception;
}
