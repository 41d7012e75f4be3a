package dev.firstcome.coupon.wallet;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Takes effect at the start of the process.
 *
 * @param expiryEvery how often is looked for coupons that nobody used in time
 */
@ConfigurationProperties("coupon.wallet")
public record WalletProperties(@DefaultValue("10m") Duration expiryEvery) {}
