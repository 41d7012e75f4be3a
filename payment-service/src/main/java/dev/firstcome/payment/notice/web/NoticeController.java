package dev.firstcome.payment.notice.web;

import dev.firstcome.payment.notice.Notices;
import dev.firstcome.payment.provider.NoticeReader;
import dev.firstcome.payment.provider.NoticeReader.NotGenuine;
import dev.firstcome.platform.problems.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where the provider calls. Nobody needs a token: what counts is its signature over the body. */
@RestController
@Tag(name = "Provider")
class NoticeController {
    private static final int BODY_MAX = 64 * 1024;

    private final NoticeReader reader;
    private final Notices notices;
    private final MeterRegistry meters;

    NoticeController(NoticeReader reader, Notices notices, MeterRegistry meters) {
        this.reader = reader;
        this.notices = notices;
        this.meters = meters;
    }

    @PostMapping("/webhooks/psp")
    @Operation(summary = "The provider's signed notices; a repeated one has no effect")
    void take(
            @RequestHeader(name = "Stripe-Signature", required = false) @Nullable String signature,
            @RequestBody(required = false) @Nullable String body) {
        if (signature == null || body == null || body.length() > BODY_MAX) {
            throw notGenuine();
        }
        try {
            notices.take(reader.read(body, signature));
        } catch (NotGenuine forged) {
            throw notGenuine();
        }
    }

    private Problem notGenuine() {
        meters.counter("firstcome.payment.notices", "outcome", "not genuine").increment();
        return Problem.of(HttpStatus.BAD_REQUEST, "SIGNATURE_INVALID");
    }
}
