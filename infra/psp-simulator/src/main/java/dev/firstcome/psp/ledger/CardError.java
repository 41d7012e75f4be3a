package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Why a card was declined.
 *
 * @param code Stripe's error code
 * @param declineCode the issuer's reason, where Stripe gives one
 */
public record CardError(String code, @Nullable String declineCode, String message) {}
