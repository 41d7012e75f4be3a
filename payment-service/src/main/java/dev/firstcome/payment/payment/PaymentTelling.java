package dev.firstcome.payment.payment;

import org.springframework.stereotype.Component;

/** Who is told of a payment: other services, and its user. */
@Component
record PaymentTelling(PaymentEvents events, PaymentMessages messages) {}
