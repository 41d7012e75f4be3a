package dev.firstcome.coupon.receipt.web;

import dev.firstcome.coupon.receipt.ReceiptVerifier;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Verifies receipts. Public, because only the user receives the receipt of a request. */
@RestController
@Tag(name = "Proofs")
class ReceiptController {
    private final ReceiptVerifier verifier;

    ReceiptController(ReceiptVerifier verifier) {
        this.verifier = verifier;
    }

    record ReceiptVerificationRequest(@Nullable String receipt) {}

    @PostMapping("/api/receipts/verify")
    @Operation(operationId = "verifyReceipt", summary = "Verifies a receipt and proves the outcome of its request")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    ReceiptBody verify(@RequestBody ReceiptVerificationRequest body) {
        String receipt = body.receipt();
        if (receipt == null || receipt.isBlank()) {
            throw ProblemException.invalid("receipt", "the text of a receipt");
        }
        return ReceiptBody.of(verifier.verify(receipt.strip()));
    }
}
