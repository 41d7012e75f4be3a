package dev.firstcome.coupon.wallet;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The wallet's configuration, applied at startup.
 *
 * @param expiryEvery interval between the runs that mark expired coupons
 */
@ConfigurationProperties("coupon.wallet")
public record WalletProperties(@DefaultValue("10m") Duration expiryEvery) {}
