package dev.firstcome.payment.payment;

/** How a payment is told to its user. */
public interface PaymentTexts {
    /** The same text wherever it is told. */
    String of(WholePayment payment);
}
