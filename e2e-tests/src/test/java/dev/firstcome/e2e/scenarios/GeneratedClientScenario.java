package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.openapi.ApiDocument;
import dev.firstcome.e2e.openapi.ApiDocuments;
import dev.firstcome.e2e.openapi.GeneratedClient;
import dev.firstcome.e2e.openapi.GeneratedClients;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes from the live documents compile, get a first coupon and make a first payment.
 */
@ExtendWith(SharedPlatformExtension.class)
class GeneratedClientScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void aGeneratedClientGetsACouponAndPays(SharedPlatform shop, @TempDir Path folder) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        List<ApiDocument> documents = ApiDocuments.read(gateway).all();
        GeneratedClients clients = new GeneratedClients(folder);
        long start = System.nanoTime();
        for (ApiDocument document : documents) {
            clients.generate(document);
        }
        try (URLClassLoader loader = clients.compile();
                ShopperGroup group = shop.signUpShoppers(1, Seeds.one())) {
            System.out.printf(
                    "%d clients generated and compiled in %d ms%n",
                    documents.size(), (System.nanoTime() - start) / 1_000_000);
            Shopper shopper = group.shopper(0);
            ApiDocument coupons = document(documents, "coupon-service");
            ApiDocument payments = document(documents, "payment-service");
            String operator = shop.operator().token();
            String campaign = createCampaign(clients.client(loader, coupons, gateway, operator));
            shop.operator().awaitOpen(UUID.fromString(campaign));
            String coupon = requestCoupon(clients.client(loader, coupons, gateway, shopper.token()), campaign);

            String state = pay(
                    clients.client(loader, payments, gateway, shopper.token()),
                    shop.addProducts(1, 100).products().getFirst(),
                    coupon);

            assertThat(state).isEqualTo("CAPTURED");
        }
    }

    private static ApiDocument document(List<ApiDocument> documents, String service) {
        return documents.stream()
                .filter(document -> document.path().contains(service))
                .findFirst()
                .orElseThrow();
    }

    private static String createCampaign(GeneratedClient client) throws ReflectiveOperationException {
        Map<String, Object> body = Map.of(
                "name",
                "generated client",
                "stock",
                10,
                "perUserLimit",
                1,
                "mode",
                "FIFO",
                "opensAt",
                Instant.now().toString(),
                "closesAt",
                Instant.now().plus(Duration.ofHours(1)).toString(),
                "discount",
                Map.of("type", "AMOUNT", "amount", 500, "currency", "KRW"),
                "validityDays",
                30,
                "reason",
                "a scenario");
        return text(client.call("createCampaign", Map.of(GeneratedClient.BODY, body)), "campaignId");
    }

    private static String requestCoupon(GeneratedClient client, String campaign) throws ReflectiveOperationException {
        String admission = text(client.call("admit", Map.of("campaignId", campaign)), "admission");
        String request = text(
                client.call(
                        "requestCoupon",
                        Map.of(
                                "campaignId", campaign,
                                "xAdmission", admission,
                                "idempotencyKey", UUID.randomUUID().toString())),
                "requestId");
        return text(
                Eventually.get(
                        "the coupon is issued",
                        BOUND,
                        () -> client.call("getRequest", Map.of("campaignId", campaign, "requestId", request)),
                        status -> text(status, "state").equals("ISSUED")),
                "couponId");
    }

    private static String pay(GeneratedClient client, UUID product, String coupon) throws ReflectiveOperationException {
        Map<String, Object> order = Map.of(
                "items",
                List.of(Map.of("productId", product.toString(), "quantity", 1)),
                "couponId",
                coupon,
                "paymentMethod",
                "pm_card_visa");
        String payment = text(
                client.call(
                        "createPayment",
                        Map.of(
                                GeneratedClient.BODY,
                                order,
                                "idempotencyKey",
                                UUID.randomUUID().toString())),
                "paymentId");
        return text(
                Eventually.get(
                        "the payment is final",
                        BOUND,
                        () -> client.call("getPayment", Map.of("paymentId", payment)),
                        status -> List.of("CAPTURED", "DECLINED", "REJECTED").contains(text(status, "state"))),
                "state");
    }

    private static String text(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }
}
