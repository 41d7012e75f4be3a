package dev.firstcome.payment.payment;

/** Text format of payment details; event streams and HTTP responses use the same one. */
public interface PaymentDetailsFormat {
    String format(PaymentDetails payment);
}
