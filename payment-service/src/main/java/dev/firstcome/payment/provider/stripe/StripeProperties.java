package dev.firstcome.payment.provider.stripe;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Stripe API, circuit breaker and concurrency limit. Changes take effect after a restart.
 *
 * @param apiBase base URL of the API
 * @param secretKey API key; a secret
 * @param webhookSecret signing secret of webhooks; a secret
 * @param noticeAge maximum age of a webhook event
 * @param connectTimeout time limit of a connection
 * @param answerTimeout time limit of a whole call; after it the outcome is unknown
 * @param atOnce maximum number of concurrent calls; excess calls are rejected
 * @param turnWithin how long a call waits for a permit
 * @param breakerCalls size of the circuit breaker's sliding window
 * @param breakerShare failure rate in percent from which the circuit breaker opens
 * @param breakerPause time before the open circuit breaker permits trial calls
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
