package dev.firstcome.payment.checkout.web;

import dev.firstcome.payment.checkout.Order;
import dev.firstcome.platform.problems.ProblemException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses the JSON body of an order strictly: unknown fields, such as a price, are rejected. */
final class OrderRequestParser {
    private static final int UUID_LENGTH = 36;
    private static final Set<String> FIELDS = fieldsOf(OrderBody.class);
    private static final Set<String> ITEM_FIELDS = fieldsOf(OrderBody.Item.class);
    private static final Pattern METHOD = Pattern.compile(OrderBody.METHOD);

    private final JsonNode body;

    /** @throws ProblemException if the body is not a JSON object */
    OrderRequestParser(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw ProblemException.invalid("body", "must be a JSON object");
        }
        this.body = body;
    }

    JsonNode body() {
        return body;
    }

    Order parse(UUID userId, boolean confirmed) {
        rejectUnknownFields(body, "", FIELDS);
        JsonNode coupon = body.get("couponId");
        return new Order(
                userId,
                lines(),
                coupon == null || coupon.isNull() ? null : id(coupon, "couponId"),
                paymentMethod(),
                confirmed);
    }

    private List<Order.Line> lines() {
        JsonNode items = body.path("items");
        if (!items.isArray() || items.isEmpty() || items.size() > OrderBody.LINES_MAX) {
            throw ProblemException.invalid("items", "must contain 1 to " + OrderBody.LINES_MAX + " items");
        }
        List<Order.Line> lines = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (JsonNode item : items) {
            rejectUnknownFields(item, "items.", ITEM_FIELDS);
            UUID product = id(item.path("productId"), "items.productId");
            if (!seen.add(product)) {
                throw ProblemException.invalid("items.productId", "must be unique");
            }
            lines.add(new Order.Line(product, quantity(item.path("quantity"))));
        }
        return lines;
    }

    private static int quantity(JsonNode node) {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > OrderBody.QUANTITY_MAX) {
            throw ProblemException.invalid(
                    "items.quantity", "must be a whole number from 1 to " + OrderBody.QUANTITY_MAX);
        }
        return node.intValue();
    }

    private String paymentMethod() {
        JsonNode method = body.path("paymentMethod");
        if (!method.isString() || !METHOD.matcher(method.stringValue()).matches()) {
            throw ProblemException.invalid("paymentMethod", "must be 1 to 100 letters, digits or underscores");
        }
        return method.stringValue();
    }

    private static UUID id(JsonNode node, String field) {
        String text = node.isString() ? node.stringValue() : "";
        try {
            UUID id = text.length() == UUID_LENGTH ? UUID.fromString(text) : null;
            if (id != null && id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.invalid(field, "must be a UUID");
        }
        throw ProblemException.invalid(field, "must be a UUID");
    }

    private static Set<String> fieldsOf(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void rejectUnknownFields(JsonNode object, String prefix, Set<String> known) {
        if (!object.isObject()) {
            throw ProblemException.invalid(prefix.isEmpty() ? "body" : "items", "must be a JSON object");
        }
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    String shown = name.length() > 40 ? name.substring(0, 40) : name;
                    throw ProblemException.invalid(prefix + shown, "is not a field of an order");
                });
    }
}
