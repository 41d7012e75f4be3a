package dev.firstcome.e2e.payments;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.waiting.Eventually;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Products that an operator has put on sale for one run.
 *
 * @param stock with how much each began
 */
public record TestProducts(Map<UUID, Long> stock) {
    private static final Duration BOUND = Duration.ofSeconds(60);

    public TestProducts {
        stock = Map.copyOf(stock);
    }

    /** So many products, each at another price and with so much of it. */
    public static TestProducts filled(Operator operator, int products, long each) {
        Map<UUID, Long> stock = new LinkedHashMap<>();
        for (int i = 0; i < products; i++) {
            Call call = Call.post("/ops/products")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(Map.of(
                            "name",
                            "product " + i,
                            "price",
                            Map.of("amount", 1_000 + 100 * i, "currency", "KRW"),
                            "stock",
                            each,
                            "reason",
                            "a scenario"));
            Answer answer = Eventually.get("a product is made", BOUND, () -> operator.send(call), Answer::ok);
            stock.put(UUID.fromString(answer.text("productId")), each);
        }
        return new TestProducts(stock);
    }

    /** The products, in an order that is the same each time. */
    public List<UUID> products() {
        return stock.keySet().stream().sorted().toList();
    }
}
