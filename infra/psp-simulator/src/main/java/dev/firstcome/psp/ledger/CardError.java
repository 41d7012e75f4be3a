package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The reason for a declined card.
 *
 * @param code Stripe's error code
 * @param declineCode the issuer's reason, if Stripe reports one
 */
public record CardError(String code, @Nullable String declineCode, String message) {}
