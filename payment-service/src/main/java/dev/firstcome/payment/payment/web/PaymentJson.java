package dev.firstcome.payment.payment.web;

import dev.firstcome.payment.payment.PaymentTexts;
import dev.firstcome.payment.payment.WholePayment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** A payment's text is what the controller answers with. */
@Component
class PaymentJson implements PaymentTexts {
    private final ObjectMapper json;

    PaymentJson(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String of(WholePayment payment) {
        return json.writeValueAsString(PaymentBody.of(payment));
    }
}
