package dev.firstcome.payment.payment.web;

import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.payment.payment.PaymentDetailsFormat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Formats payment details as the JSON that {@link PaymentController} returns. */
@Component
class JsonPaymentDetailsFormat implements PaymentDetailsFormat {
    private final ObjectMapper json;

    JsonPaymentDetailsFormat(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String format(PaymentDetails payment) {
        return json.writeValueAsString(PaymentBody.of(payment));
    }
}
