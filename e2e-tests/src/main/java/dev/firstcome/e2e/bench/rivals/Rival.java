package dev.firstcome.e2e.bench.rivals;

import java.util.UUID;

/**
 * An alternative way to issue a campaign's coupons, with one call per user. The coupon is a committed row when the call
 * returns.
 */
interface Rival extends AutoCloseable {
    String name();

    /** Creates a campaign with this stock. */
    void createCampaign(UUID campaign, long stock) throws Exception;

    /** Returns true if the user got a coupon. Thread-safe. */
    boolean issue(UUID campaign, UUID user) throws Exception;

    @Override
    void close() throws Exception;
}
