package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiOperation;
import dev.firstcome.e2e.openapi.ApiSchema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The valid requests of one user and an operator. Those that would damage a platform that other scenarios use are
 * invalid in one other field: no switch is set, no rebuild replaces the live state, and no reconciliation runs. An
 * operator's change that is not known here has no reason, so it is refused.
 */
public final class ValidRequests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> BODIES = bodies();
    /** By the name of the document. */
    private static final Map<String, String> DEAD_LETTER_TOPICS =
            Map.of("accounts", "user.messages", "coupons", "coupon.results", "payments", "payment.events");

    private final Map<String, String> values;

    /** @param values by name, such as {@code campaignId}; bodies refer to them as {@code $campaignId$} */
    public ValidRequests(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    ValidRequest of(ApiOperation operation) {
        Map<String, String> path = new HashMap<>();
        Map<String, String> headers = new HashMap<>();
        operation.parameters().forEach(parameter -> {
            String value = values.get(parameter.name());
            if (parameter.in().equals("path")) {
                path.put(parameter.name(), value == null ? "1" : value);
            } else if (parameter.in().equals("header") && value != null) {
                headers.put(parameter.name(), value);
            }
        });
        Map<String, String> query = new HashMap<>();
        chooseCampaign(operation, path);
        chooseDeadLetters(operation, path, query);
        return new ValidRequest(path, query, headers, body(operation));
    }

    /** Commands close and purge their campaign, so it is not the one in which coupons are requested. */
    private void chooseCampaign(ApiOperation operation, Map<String, String> path) {
        String other = values.get("commandsCampaignId");
        if (other != null && operation.path().startsWith("/ops/campaigns/{campaignId}/")) {
            path.put("campaignId", other);
        }
    }

    /** Several services have these operations, each for its own topics. */
    private static void chooseDeadLetters(ApiOperation operation, Map<String, String> path, Map<String, String> query) {
        String topic = DEAD_LETTER_TOPICS.getOrDefault(operation.document().name(), "user.messages");
        if (operation.path().equals("/ops/dead-letters")) {
            query.put("topic", topic);
        } else if (operation.path().startsWith("/ops/dead-letters/")) {
            path.put("id", topic + ":0:0");
        }
    }

    private @Nullable ObjectNode body(ApiOperation operation) {
        if (!operation.hasBody()) {
            return null;
        }
        String known = BODIES.get(operation.key());
        return known == null ? generated(operation.bodySchema()) : parse(known);
    }

    private ObjectNode parse(String template) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("$" + value.getKey() + "$", value.getValue());
        }
        JsonNode body = JSON.readTree(text.replace('\'', '"'));
        return (ObjectNode) body;
    }

    private static ObjectNode generated(ApiSchema schema) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach((name, property) -> {
            if (name.equals("reason")) {
                return;
            }
            switch (property.type()) {
                case "integer", "number" -> body.put(name, 1);
                case "boolean" -> body.put(name, false);
                case "array" -> body.putArray(name);
                case "object" -> body.putObject(name);
                default -> body.put(name, property.firstEnumValue().isEmpty() ? "a" : property.firstEnumValue());
            }
        });
        return body;
    }

    /** With single quotes for double ones. */
    private static Map<String, String> bodies() {
        Map<String, String> bodies = new HashMap<>();
        addAccounts(bodies);
        addCampaigns(bodies);
        bodies.put(
                "POST /ops/products",
                "{'name':'hostile','price':{'amount':1000,'currency':'KRW'},'stock':10,'reason':'hostile values'}");
        bodies.put("PATCH /ops/products/{productId}", "{'name':'hostile','reason':'hostile values'}");
        bodies.put(
                "POST /api/payments",
                "{'items':[{'productId':'$paidProductId$','quantity':1}],'paymentMethod':'pm_card_visa'}");
        bodies.put("POST /api/payments/{paymentId}/refunds", "{'amount':{'amount':100,'currency':'KRW'}}");
        bodies.put(
                "POST /ops/reconciliations",
                "{'from':'2026-01-02T00:00:00Z','to':'2026-01-01T00:00:00Z','reason':'hostile values'}");
        bodies.put("POST /webhooks/psp", "{'type':'payment_intent.succeeded'}");
        bodies.put("POST /ops/dead-letters/{id}/redrive", "{'reason':'hostile values'}");
        bodies.put("PUT /ops/switches/{name}", "{'value':'no such value','reason':'hostile values'}");
        return Map.copyOf(bodies);
    }

    private static void addAccounts(Map<String, String> bodies) {
        bodies.put(
                "POST /api/users",
                "{'email':'hostile-" + ValidRequest.UNIQUE
                        + "@example.com','password':'hostile values','name':'Hostile','locale':'en'}");
        bodies.put("POST /api/sessions", "{'email':'$email$','password':'not the password'}");
        bodies.put("POST /api/sessions/refresh", "{'refreshToken':'AAAA'}");
        bodies.put("PATCH /api/users/me", "{'name':'Hostile','locale':'en'}");
        bodies.put("POST /api/stream-tickets", "{'path':'/api/messages/events'}");
        bodies.put("PUT /ops/users/{userId}/segments", "{'segments':['hostile'],'reason':'hostile values'}");
    }

    private static void addCampaigns(Map<String, String> bodies) {
        String campaign = "/ops/campaigns/{campaignId}";
        bodies.put(
                "POST /ops/campaigns",
                "{'name':'hostile','stock':10,'perUserLimit':1,'mode':'FIFO','opensAt':'2100-01-01T00:00:00Z',"
                        + "'closesAt':'2100-01-02T00:00:00Z','discount':{'type':'AMOUNT','amount':5000,'currency':'KRW'},"
                        + "'validityDays':30,'segments':[],'reason':'hostile values'}");
        for (String command : new String[] {"pause", "resume", "close", "purge"}) {
            bodies.put("POST " + campaign + "/" + command, "{'reason':'hostile values'}");
        }
        bodies.put("POST " + campaign + "/stock", "{'amount':1,'reason':'hostile values'}");
        bodies.put("POST " + campaign + "/blocks", "{'userId':'$userId$','reason':'hostile values'}");
        bodies.put("POST " + campaign + "/grants", "{'userIds':['$userId$'],'message':'a','reason':'hostile values'}");
        bodies.put("POST " + campaign + "/revocations", "{'couponIds':['$rebuildId$'],'reason':'hostile values'}");
        bodies.put("PUT " + campaign + "/challenge", "{'bits':0,'reason':'hostile values'}");
        for (String place : new String[] {campaign, "/ops/partitions/{partition}"}) {
            // WHAT_IF without other terms is refused, and changes nothing with them.
            bodies.put("POST " + place + "/rebuilds", "{'mode':'WHAT_IF','reason':'hostile values'}");
            bodies.put("POST " + place + "/rebuilds/{rebuildId}/cancel", "{'reason':'hostile values'}");
        }
        bodies.put("POST /api/campaigns/{campaignId}/admissions", "{'challenge':'a','nonce':'a'}");
        bodies.put("POST /api/receipts/verify", "{'receipt':'$receipt$'}");
    }
}
