package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.hostile.HostileRun;
import dev.firstcome.e2e.hostile.RunTally;
import dev.firstcome.e2e.hostile.ValidRequests;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.openapi.ApiDocuments;
import dev.firstcome.e2e.openapi.ApiOperation;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation of every OpenAPI document is called with invalid and unusual values. No call is answered with a
 * server error, none hangs, and every client error is a problem document with a code that the document declares.
 */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class HostileValuesScenario {
    private static final int USERS = 12;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long STOCK = 1_000;

    @Test
    void noValueCausesAServerErrorOrAnUndeclaredResponse(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        List<ApiOperation> operations = ApiDocuments.read(gateway).operations();
        try (ShopperGroup group = shop.signUpShoppers(USERS, Seeds.one())) {
            Map<String, String> switches = switches(shop);
            List<HostileRun.User> users = users(shop, group);
            long start = System.nanoTime();
            RunTally tally = new HostileRun(gateway, shop.platform().layout().secrets()).sendAll(operations, users);
            System.out.printf("in %d ms: %s%n", (System.nanoTime() - start) / 1_000_000, tally);

            assertThat(tally.operations())
                    .as("operations that were called")
                    .containsExactlyInAnyOrderElementsOf(
                            operations.stream().map(ApiOperation::toString).toList())
                    .isNotEmpty();
            assertThat(tally.violations().isEmpty())
                    .as(tally.violations().toString())
                    .isTrue();
            assertThat(switches(shop)).as("switches").isEqualTo(switches);
        }
    }

    /** The values of all switches by name. */
    private static Map<String, String> switches(SharedPlatform shop) throws Exception {
        return shop.operator()
                .sendWithRetry(Call.get("/ops/switches"))
                .body()
                .valueStream()
                .collect(Collectors.toMap(
                        one -> one.path("name").asString(),
                        one -> one.path("value").toString()));
    }

    /** Each user has a request, a coupon and a payment, so that valid values reach the code behind the checks. */
    private static List<HostileRun.User> users(SharedPlatform shop, ShopperGroup group) throws Exception {
        UUID campaign = shop.createCampaign(Duration.ZERO, "hostile values", STOCK);
        TestProducts paid = shop.addProducts(1, STOCK);
        TestProducts changed = TestProducts.create(shop.operator(), 1, STOCK);
        shop.operator().awaitOpen(campaign);
        List<HostileRun.User> users = new ArrayList<>();
        for (Shopper shopper : group.shoppers()) {
            Map<String, String> values = new HashMap<>(constants());
            values.put("campaignId", campaign.toString());
            values.put(
                    "commandsCampaignId",
                    shop.createCampaign(Duration.ofMinutes(30), "hostile commands", STOCK)
                            .toString());
            values.put("userId", shopper.userId().toString());
            values.put("paidProductId", paid.products().getFirst().toString());
            values.put("productId", changed.products().getFirst().toString());
            addRequest(values, shopper, campaign);
            addPayment(values, shopper);
            users.add(new HostileRun.User(shopper.token(), new ValidRequests(values)));
        }
        return users;
    }

    private static Map<String, String> constants() {
        return Map.of(
                "email", "unknown@example.com",
                "Idempotency-Key", "hostile-@UNIQUE@",
                "rebuildId", UUID.randomUUID().toString(),
                "runId", UUID.randomUUID().toString(),
                "partition", "0",
                "name", "payments");
    }

    private static void addRequest(Map<String, String> values, Shopper shopper, UUID campaign) throws Exception {
        String path = "/api/campaigns/" + campaign;
        String admission =
                shopper.sendWithRetry(Call.post(path + "/admissions")).text("admission");
        Answer accepted = shopper.sendWithRetry(Call.post(path + "/requests")
                .header("X-Admission", admission)
                .header("Idempotency-Key", UUID.randomUUID().toString()));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        values.put("X-Admission", admission);
        values.put("requestId", accepted.text("requestId"));
        values.put("receipt", accepted.text("receipt"));
        Call status = Call.get(path + "/requests/" + accepted.text("requestId"));
        Answer decided = Eventually.get(
                "the request is decided",
                BOUND,
                () -> shopper.send(status),
                answer -> answer.text("state").equals("ISSUED"));
        values.put("couponId", decided.text("couponId"));
    }

    private static void addPayment(Map<String, String> values, Shopper shopper) throws Exception {
        Map<String, Object> order = Map.of(
                "items",
                List.of(Map.of("productId", values.get("paidProductId"), "quantity", 1)),
                "paymentMethod",
                "pm_card_visa");
        Answer accepted = shopper.sendWithRetry(Call.post("/api/payments")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(order));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        values.put("paymentId", accepted.text("paymentId"));
        Call payment = Call.get("/api/payments/" + accepted.text("paymentId"));
        Eventually.get(
                "the payment is captured",
                BOUND,
                () -> shopper.send(payment),
                answer -> answer.text("state").equals("CAPTURED"));
    }
}
