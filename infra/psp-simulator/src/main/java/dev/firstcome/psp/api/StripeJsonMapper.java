package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.ApiResponse;
import dev.firstcome.psp.ledger.CardError;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.PaymentOrder;
import dev.firstcome.psp.ledger.Refund;
import dev.firstcome.psp.ledger.StripeError;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Maps intents, refunds, events and errors to Stripe's JSON. The output is deterministic: equal values give equal
 * bytes.
 */
public final class StripeJsonMapper {
    /** The Stripe API version of this JSON. It must equal the version of the Stripe SDK in use. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StripeJsonMapper() {}

    public static byte[] of(ApiResponse response) {
        if (response.error() != null) {
            return error(response.error(), response.intent());
        }
        if (response.refund() != null) {
            return bytes(refund(response.refund()));
        }
        if (response.intent() != null) {
            return bytes(intent(response.intent()));
        }
        throw new IllegalStateException("response without content: " + response);
    }

    public static byte[] bytes(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    static ObjectNode object(String kind) {
        return JSON.createObjectNode().put("object", kind);
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /** @param embedded the intent that the error refers to */
    public static byte[] error(StripeError stripeError, @Nullable Intent embedded) {
        ObjectNode error = JSON.createObjectNode().put("type", stripeError.type());
        putUnlessNull(error, "code", stripeError.code());
        putUnlessNull(error, "decline_code", stripeError.declineCode());
        error.put("message", stripeError.message());
        putUnlessNull(error, "param", stripeError.param());
        if (embedded != null) {
            error.set("payment_intent", intent(embedded));
            if (embedded.state() instanceof IntentState.NeedsMethod(CardError _, String method) && method != null) {
                error.set("payment_method", card(method));
            }
        }
        return bytes(JSON.createObjectNode().set("error", error));
    }

    private static void putUnlessNull(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    static ObjectNode intent(Intent intent) {
        PaymentOrder order = intent.order();
        IntentState state = intent.state();
        boolean paid = state instanceof IntentState.Succeeded;
        ObjectNode node = JSON.createObjectNode()
                .put("id", intent.id())
                .put("object", "payment_intent")
                .put("amount", order.amount())
                .put("amount_capturable", 0)
                .put("amount_received", paid ? order.amount() : 0);
        putCancellation(node, state);
        node.put("capture_method", "automatic")
                .put(
                        "client_secret",
                        intent.id() + "_secret_"
                                + Integer.toHexString(intent.id().hashCode()))
                .put("confirmation_method", "automatic")
                .put("created", intent.created())
                .put("currency", order.currency())
                .putNull("customer")
                .put("description", order.description());
        putLastError(node, state);
        node.put("latest_charge", state instanceof IntentState.Succeeded(String charge) ? charge : null)
                .put("livemode", false);
        node.set("metadata", metadata(order.metadata()));
        if (state instanceof IntentState.NeedsAction) {
            node.putObject("next_action").put("type", "use_stripe_sdk").putObject("use_stripe_sdk");
        } else {
            node.putNull("next_action");
        }
        node.put("payment_method", intent.method())
                .putArray("payment_method_types")
                .add("card");
        return node.putNull("receipt_email").put("status", state.status());
    }

    private static void putCancellation(ObjectNode node, IntentState state) {
        if (state instanceof IntentState.Canceled(long at, String reason)) {
            node.put("canceled_at", at).put("cancellation_reason", reason);
        } else {
            node.putNull("canceled_at").putNull("cancellation_reason");
        }
    }

    private static void putLastError(ObjectNode node, IntentState state) {
        if (!(state instanceof IntentState.NeedsMethod(CardError error, String method)) || error == null) {
            node.putNull("last_payment_error");
            return;
        }
        ObjectNode last =
                node.putObject("last_payment_error").put("type", "card_error").put("code", error.code());
        putUnlessNull(last, "decline_code", error.declineCode());
        last.put("message", error.message());
        if (method != null) {
            last.set("payment_method", card(method));
        }
    }

    private static ObjectNode card(String token) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", token)
                .put("object", "payment_method")
                .put("livemode", false)
                .put("type", "card");
        node.putObject("card").put("brand", "visa").put("last4", "4242");
        return node;
    }

    private static ObjectNode metadata(Map<String, String> metadata) {
        ObjectNode node = JSON.createObjectNode();
        metadata.forEach(node::put);
        return node;
    }

    static ObjectNode refund(Refund refund) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", refund.id())
                .put("object", "refund")
                .put("amount", refund.amount())
                .putNull("balance_transaction")
                .put("charge", refund.charge())
                .put("created", refund.created())
                .put("currency", refund.currency());
        if (refund.status() == Refund.Status.FAILED) {
            node.put("failure_reason", "expired_or_canceled_card");
        }
        node.set("metadata", metadata(refund.metadata()));
        return node.put("payment_intent", refund.intent())
                .put("reason", refund.reason())
                .putNull("receipt_number")
                .put("status", refund.status().name().toLowerCase(Locale.ROOT));
    }

    public static byte[] event(Event event) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", event.id())
                .put("object", "event")
                .put("api_version", API_VERSION)
                .put("created", event.at() / 1000);
        Refund refund = event.refund();
        Intent intent = event.intent();
        if (refund != null) {
            node.putObject("data").set("object", refund(refund));
        } else if (intent != null) {
            node.putObject("data").set("object", intent(intent));
        }
        node.put("livemode", false).put("pending_webhooks", 1);
        node.putObject("request")
                .put("id", event.origin().requestId())
                .put("idempotency_key", event.origin().idempotencyKey());
        return bytes(node.put("type", event.type()));
    }
}
