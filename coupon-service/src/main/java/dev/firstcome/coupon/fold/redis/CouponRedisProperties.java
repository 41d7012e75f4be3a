package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.CouponRedisDetails;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis cluster that holds the coupon state. Takes effect at the start of the process.
 *
 * @param nodes host:port of some of its nodes; the others are found through them
 * @param username the user of the cluster that this service is; none: it comes without a name
 * @param commandTimeout how long a call may take before it counts as failed; it is repeated, never assumed
 */
@ConfigurationProperties("coupon.redis")
record CouponRedisProperties(
        @DefaultValue List<String> nodes,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("500ms") Duration commandTimeout,
        @DefaultValue("300ms") Duration connectTimeout)
        implements CouponRedisDetails {}
