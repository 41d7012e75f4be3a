package dev.firstcome.payment.notice.web;

import dev.firstcome.payment.notice.Notices;
import dev.firstcome.payment.provider.NoticeReader;
import dev.firstcome.payment.provider.NoticeReader.NotGenuine;
import dev.firstcome.payment.watching.CallWitnesses;
import dev.firstcome.payment.watching.CallWitnesses.Seen;
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

/** Where the provider calls. Nobody needs a token: what counts is its signature over the body. */
@RestController
@Tag(name = "Provider")
class NoticeController {
    private static final int BODY_MAX = 64 * 1024;
    private static final String FORGED = "not genuine";

    private final NoticeReader reader;
    private final Notices notices;
    private final CallWitnesses witnesses;
    private final MeterRegistry meters;

    NoticeController(NoticeReader reader, Notices notices, CallWitnesses witnesses, MeterRegistry meters) {
        this.reader = reader;
        this.notices = notices;
        this.witnesses = witnesses;
        this.meters = meters;
    }

    @PostMapping("/webhooks/psp")
    @ProblemCodes(status = HttpStatus.BAD_REQUEST, value = "SIGNATURE_INVALID")
    @Operation(operationId = "receiveWebhook", summary = "The provider's signed notices; a repeated one has no effect")
    void take(
            @RequestHeader(name = "Stripe-Signature", required = false) @Nullable String signature,
            @Parameter(hidden = true) @RequestHeader(name = ClientAddress.HEADER, required = false) @Nullable
                    String address,
            @RequestBody(required = false) @Nullable String body) {
        if (signature == null || body == null || body.length() > BODY_MAX) {
            throw notGenuine(address);
        }
        try {
            notices.take(reader.read(body, signature));
        } catch (NotGenuine forged) {
            throw notGenuine(address);
        }
    }

    private ProblemException notGenuine(@Nullable String address) {
        String from = address == null ? "an address that is not known" : ClientAddress.networkOf(address);
        witnesses.note("payment.notices", FORGED, new Seen(null, null, null, "from " + from));
        meters.counter("firstcome.payment.notices", "outcome", FORGED).increment();
        return ProblemException.of(HttpStatus.BAD_REQUEST, "SIGNATURE_INVALID");
    }
}
