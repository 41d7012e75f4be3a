package dev.firstcome.psp.api;

import dev.firstcome.psp.card.Card;
import dev.firstcome.psp.ledger.Order;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call that changes something, with its parameters checked as far as they can be without the ledger. */
public sealed interface Command {
    /** In the smallest unit of a currency: Stripe's own bound. */
    long AMOUNT_MAX = 99_999_999;

    record CreateIntent(Order order, @Nullable String method, boolean confirm) implements Command {}

    /** @param method null: the one that the intent has */
    record ConfirmIntent(String intent, @Nullable String method) implements Command {}

    record CancelIntent(String intent, @Nullable String reason) implements Command {}

    /** @param amount null: all that is left */
    record CreateRefund(
            String intent, @Nullable Long amount, @Nullable String reason, Map<String, String> metadata)
            implements Command {}

    /** Reads the parameters of each command, and refuses what it does not know. */
    final class Reading {
        private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
        private static final Set<String> CANCELLATION_REASONS =
                Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned");
        private static final Set<String> REFUND_REASONS = Set.of("duplicate", "fraudulent", "requested_by_customer");

        private Reading() {}

        public static CreateIntent create(FormParameters form) {
            Long amount = amount(form);
            if (amount == null) {
                throw BadCall.parameter("parameter_missing", "amount", "Missing required param: amount.");
            }
            String currency = form.requiredText("currency");
            if (!CURRENCY.matcher(currency).matches()) {
                throw BadCall.parameter(
                        "parameter_invalid", "currency", "Invalid currency: " + BadCall.shortened(currency));
            }
            String method = method(form);
            List<String> types = form.list("payment_method_types");
            if (!types.stream().allMatch("card"::equals)) {
                throw BadCall.parameter("parameter_invalid", "payment_method_types", "Only cards are supported.");
            }
            boolean confirm = form.flag("confirm");
            Order order = new Order(amount, currency, form.text("description"), form.metadata());
            form.done();
            if (confirm && method == null) {
                throw BadCall.parameter("parameter_missing", "payment_method", "To confirm takes a payment method.");
            }
            return new CreateIntent(order, method, confirm);
        }

        public static ConfirmIntent confirm(String intent, FormParameters form) {
            ConfirmIntent command = new ConfirmIntent(intent, method(form));
            form.text("return_url");
            form.done();
            return command;
        }

        public static CancelIntent cancel(String intent, FormParameters form) {
            CancelIntent command = new CancelIntent(intent, oneOf(form, "cancellation_reason", CANCELLATION_REASONS));
            form.done();
            return command;
        }

        public static CreateRefund refund(FormParameters form) {
            CreateRefund command = new CreateRefund(
                    form.requiredText("payment_intent"),
                    amount(form),
                    oneOf(form, "reason", REFUND_REASONS),
                    form.metadata());
            form.done();
            return command;
        }

        private static @Nullable Long amount(FormParameters form) {
            Long amount = form.number("amount");
            if (amount == null) {
                return null;
            }
            if (amount < 1) {
                throw BadCall.parameter("parameter_invalid_integer", "amount", "The amount must be at least 1.");
            }
            if (amount > AMOUNT_MAX) {
                throw BadCall.parameter(
                        "amount_too_large", "amount", "The amount must be no more than " + AMOUNT_MAX + ".");
            }
            return amount;
        }

        private static @Nullable String method(FormParameters form) {
            String token = form.text("payment_method");
            if (token != null && Card.of(token).isEmpty()) {
                throw BadCall.missing(400, "PaymentMethod", "payment_method", token);
            }
            return token;
        }

        private static @Nullable String oneOf(FormParameters form, String name, Set<String> known) {
            String value = form.text(name);
            if (value != null && !known.contains(value)) {
                throw BadCall.parameter("parameter_invalid", name, "Invalid " + name + ": " + BadCall.shortened(value));
            }
            return value;
        }
    }
}
