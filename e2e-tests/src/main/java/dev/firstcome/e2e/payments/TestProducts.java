package dev.firstcome.e2e.payments;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The products that an operator created for one run.
 *
 * @param stock the initial stock by product
 */
public record TestProducts(Map<UUID, Long> stock) {
    private static final Duration BOUND = Duration.ofSeconds(60);

    public TestProducts {
        stock = Map.copyOf(stock);
    }

    /** Creates this number of products with different prices and the same stock. */
    public static TestProducts create(Operator operator, int products, long stockOfEach) {
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
                            stockOfEach,
                            "reason",
                            "a scenario"));
            Answer answer = Eventually.get("the product is created", BOUND, () -> operator.send(call), Answer::ok);
            stock.put(UUID.fromString(answer.text("productId")), stockOfEach);
        }
        return new TestProducts(stock);
    }

    /** The product ids in ascending order. */
    public List<UUID> products() {
        return stock.keySet().stream().sorted().toList();
    }
}
