package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** State of an intent. {@link Succeeded} and {@link Canceled} are final. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = IntentState.NeedsMethod.class, name = "requires_payment_method"),
    @JsonSubTypes.Type(value = IntentState.NeedsConfirmation.class, name = "requires_confirmation"),
    @JsonSubTypes.Type(value = IntentState.NeedsAction.class, name = "requires_action"),
    @JsonSubTypes.Type(value = IntentState.Processing.class, name = "processing"),
    @JsonSubTypes.Type(value = IntentState.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = IntentState.Canceled.class, name = "canceled")
})
public sealed interface IntentState {
    /** @param error of the last attempt, null before the first one */
    record NeedsMethod(@Nullable CardError error, @Nullable String method) implements IntentState {}

    record NeedsConfirmation() implements IntentState {}

    record NeedsAction() implements IntentState {}

    /**
     * A timer captures the intent later.
     *
     * @param until epoch milliseconds
     * @param key idempotency key of the confirm
     */
    record Processing(long until, @Nullable String key) implements IntentState {}

    record Succeeded(String charge) implements IntentState {}

    /** @param at epoch seconds */
    record Canceled(long at, @Nullable String reason) implements IntentState {}

    /** Stripe's name of the state. */
    default String status() {
        return switch (this) {
            case NeedsMethod _ -> "requires_payment_method";
            case NeedsConfirmation _ -> "requires_confirmation";
            case NeedsAction _ -> "requires_action";
            case Processing _ -> "processing";
            case Succeeded _ -> "succeeded";
            case Canceled _ -> "canceled";
        };
    }
}
