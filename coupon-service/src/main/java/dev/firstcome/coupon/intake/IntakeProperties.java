package dev.firstcome.coupon.intake;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the intake.
 *
 * @param lagMax maximum number of undecided requests per partition; further requests get 503 with Retry-After
 */
@Validated
@ConfigurationProperties("coupon.intake")
record IntakeProperties(@DefaultValue("1000000") @Positive long lagMax) {}
