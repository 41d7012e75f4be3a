package dev.firstcome.psp.api;

import dev.firstcome.psp.card.TestCard;
import dev.firstcome.psp.ledger.PaymentOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A write request whose parameters are valid as far as this can be checked without the ledger. */
public sealed interface Command {
    /** Stripe's limit, in the smallest currency unit. */
    long AMOUNT_MAX = 99_999_999;

    record CreateIntent(PaymentOrder order, @Nullable String method, boolean confirm) implements Command {}

    /** @param method null selects the current method of the intent */
    record ConfirmIntent(String intent, @Nullable String method) implements Command {}

    record CancelIntent(String intent, @Nullable String reason) implements Command {}

    /** @param amount null refunds the remaining amount */
    record CreateRefund(
            String intent, @Nullable Long amount, @Nullable String reason, Map<String, String> metadata)
            implements Command {}

    /** Parses the parameters of each command and rejects unknown ones. */
    final class Parser {
        private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
        private static final Set<String> CANCELLATION_REASONS =
                Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned");
        private static final Set<String> REFUND_REASONS = Set.of("duplicate", "fraudulent", "requested_by_customer");

        private Parser() {}

        public static CreateIntent create(FormParameters form) {
            Long amount = amount(form);
            if (amount == null) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_missing", "amount", "Missing required param: amount.");
            }
            String currency = form.requiredText("currency");
            if (!CURRENCY.matcher(currency).matches()) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_invalid",
                        "currency",
                        "Invalid currency: " + RejectedRequestException.abbreviate(currency));
            }
            String method = paymentMethod(form);
            List<String> types = form.list("payment_method_types");
            if (!types.stream().allMatch("card"::equals)) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_invalid", "payment_method_types", "Only cards are supported.");
            }
            boolean confirm = form.flag("confirm");
            PaymentOrder order = new PaymentOrder(amount, currency, form.text("description"), form.metadata());
            form.rejectUnknown();
            if (confirm && method == null) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_missing", "payment_method", "A payment method is required to confirm the intent.");
            }
            return new CreateIntent(order, method, confirm);
        }

        public static ConfirmIntent confirm(String intent, FormParameters form) {
            ConfirmIntent command = new ConfirmIntent(intent, paymentMethod(form));
            form.text("return_url");
            form.rejectUnknown();
            return command;
        }

        public static CancelIntent cancel(String intent, FormParameters form) {
            CancelIntent command = new CancelIntent(intent, oneOf(form, "cancellation_reason", CANCELLATION_REASONS));
            form.rejectUnknown();
            return command;
        }

        public static CreateRefund refund(FormParameters form) {
            CreateRefund command = new CreateRefund(
                    form.requiredText("payment_intent"),
                    amount(form),
                    oneOf(form, "reason", REFUND_REASONS),
                    form.metadata());
            form.rejectUnknown();
            return command;
        }

        private static @Nullable Long amount(FormParameters form) {
            Long amount = form.number("amount");
            if (amount == null) {
                return null;
            }
            if (amount < 1) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_invalid_integer", "amount", "The amount must be at least 1.");
            }
            if (amount > AMOUNT_MAX) {
                throw RejectedRequestException.invalidParameter(
                        "amount_too_large", "amount", "The amount must be no more than " + AMOUNT_MAX + ".");
            }
            return amount;
        }

        private static @Nullable String paymentMethod(FormParameters form) {
            String token = form.text("payment_method");
            if (token != null && TestCard.of(token).isEmpty()) {
                throw RejectedRequestException.notFound(400, "PaymentMethod", "payment_method", token);
            }
            return token;
        }

        private static @Nullable String oneOf(FormParameters form, String name, Set<String> allowed) {
            String value = form.text(name);
            if (value != null && !allowed.contains(value)) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_invalid",
                        name,
                        "Invalid " + name + ": " + RejectedRequestException.abbreviate(value));
            }
            return value;
        }
    }
}
