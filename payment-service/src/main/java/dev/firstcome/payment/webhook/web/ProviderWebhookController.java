package dev.firstcome.payment.webhook.web;

import dev.firstcome.payment.monitoring.CallSamples;
import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import dev.firstcome.payment.provider.WebhookEventReader;
import dev.firstcome.payment.provider.WebhookEventReader.InvalidSignatureException;
import dev.firstcome.payment.webhook.ProviderWebhookHandler;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.ClientAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The provider's webhook endpoint. It needs no access token: the signature of the body authenticates the provider. */
@RestController
@Tag(name = "Provider")
class ProviderWebhookController {
    private static final int BODY_MAX = 64 * 1024;

    /** Tag value of the meter and subject of the alert. */
    private static final String INVALID_SIGNATURE = "not genuine";

    private final WebhookEventReader reader;
    private final ProviderWebhookHandler handler;
    private final CallSamples samples;
    private final MeterRegistry meters;

    ProviderWebhookController(
            WebhookEventReader reader, ProviderWebhookHandler handler, CallSamples samples, MeterRegistry meters) {
        this.reader = reader;
        this.handler = handler;
        this.samples = samples;
        this.meters = meters;
    }

    @PostMapping("/webhooks/psp")
    @ProblemCodes(status = HttpStatus.BAD_REQUEST, value = "SIGNATURE_INVALID")
    @Operation(
            operationId = "receiveWebhook",
            summary = "Receives the provider's signed webhook events; a repeated event has no effect")
    void receive(
            @RequestHeader(name = "Stripe-Signature", required = false) @Nullable String signature,
            @Parameter(hidden = true) @RequestHeader(name = ClientAddress.HEADER, required = false) @Nullable
                    String address,
            @RequestBody(required = false) @Nullable String body) {
        if (signature == null || body == null || body.length() > BODY_MAX) {
            throw rejection(address);
        }
        try {
            handler.handle(reader.read(body, signature));
        } catch (InvalidSignatureException invalid) {
            throw rejection(address);
        }
    }

    private ProblemException rejection(@Nullable String address) {
        String source = address == null ? "an unknown address" : ClientAddress.networkOf(address);
        samples.add("payment.notices", INVALID_SIGNATURE, new CallSample(null, null, null, "from " + source));
        meters.counter("firstcome.payment.notices", "outcome", INVALID_SIGNATURE)
                .increment();
        return ProblemException.of(HttpStatus.BAD_REQUEST, "SIGNATURE_INVALID");
    }
}
