package dev.firstcome.coupon.intake;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much the intake takes.
 *
 * @param lagMax requests of a partition that may wait undecided; beyond it callers are told to come again
 */
@Validated
@ConfigurationProperties("coupon.intake")
record IntakeProperties(@DefaultValue("1000000") @Positive long lagMax) {}
