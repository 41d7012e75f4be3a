package dev.firstcome.payment.provider.stripe;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The provider that speaks Stripe's API. Takes effect at the start of the process.
 *
 * @param apiBase where it is
 * @param secretKey signs calls of it; a secret
 * @param webhookSecret signs its notices; a secret
 * @param noticeAge how old a notice may be
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long a call may take as a whole; what it did is not known then
 * @param atOnce calls at the same time; more are not made
 * @param turnWithin how long a call waits for its turn
 * @param breakerCalls how many of the last calls are looked at
 * @param breakerShare from which share of them in percent that were unclear no more are made for a while
 * @param breakerPause after which time a few are tried again
 */
@Validated
@ConfigurationProperties("payment.stripe")
record StripeProperties(
        @DefaultValue("https://api.stripe.com") URI apiBase,
        @NotBlank String secretKey,
        @NotBlank String webhookSecret,
        @DefaultValue("5m") Duration noticeAge,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("4s") Duration answerTimeout,
        @DefaultValue("64") @Positive int atOnce,
        @DefaultValue("500ms") Duration turnWithin,
        @DefaultValue("40") @Positive int breakerCalls,
        @DefaultValue("50") @Positive int breakerShare,
        @DefaultValue("5s") Duration breakerPause) {
    @Override
    public String toString() {
        return apiBase.toString();
    }
}
