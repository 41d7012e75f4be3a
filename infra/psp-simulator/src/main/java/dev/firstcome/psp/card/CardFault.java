package dev.firstcome.psp.card;

import dev.firstcome.psp.ledger.CardError;
import org.jspecify.annotations.Nullable;

/** Faults that a card token selects. The README of the module describes each one. */
public enum CardFault {
    NONE(""),
    DECLINED("pm_card_chargeDeclined"),
    INSUFFICIENT_FUNDS("pm_card_chargeDeclinedInsufficientFunds"),
    EXPIRED("pm_card_chargeDeclinedExpiredCard"),
    AUTHENTICATION("pm_card_authenticationRequired"),
    TIMEOUT_BEFORE("pm_sim_timeout_before"),
    TIMEOUT_AFTER("pm_sim_timeout_after"),
    CREATE_TIMEOUT("pm_sim_create_timeout"),
    ERROR_THEN_SUCCESS("pm_sim_500_then_success"),
    ERROR_AFTER("pm_sim_500_after"),
    SLOW("pm_sim_slow_"),
    DRIP("pm_sim_drip"),
    CUT("pm_sim_cut"),
    WEBHOOK_DUPLICATE("pm_sim_webhook_duplicate"),
    WEBHOOK_LATE("pm_sim_webhook_late"),
    WEBHOOK_EARLY("pm_sim_webhook_early"),
    WEBHOOK_REORDERED("pm_sim_webhook_reordered"),
    REFUND_UNKNOWN("pm_sim_refund_unknown"),
    REFUND_FAILS("pm_sim_refund_fails"),
    PROCESSING("pm_sim_processing_");

    public static final CardError GENERIC_DECLINE =
            new CardError("card_declined", "generic_decline", "Your card was declined.");

    private final String token;

    CardFault(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    /** Whether milliseconds follow the token. */
    boolean isTimed() {
        return token.endsWith("_");
    }

    /** Returns null if the issuer does not decline the card. */
    public @Nullable CardError decline() {
        return switch (this) {
            case DECLINED -> GENERIC_DECLINE;
            case INSUFFICIENT_FUNDS ->
                new CardError("card_declined", "insufficient_funds", "Your card has insufficient funds.");
            case EXPIRED -> new CardError("expired_card", null, "Your card has expired.");
            default -> null;
        };
    }
}
