package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import org.junit.jupiter.api.Test;

/** Without infrastructure, the service starts, reports the missing components, and answers 503 with Retry-After. */
class WithoutInfrastructureIT {
    @Test
    void reportsMissingComponentsAndAnswersWithRetryAfter() {
        try (CouponService service = CouponService.withoutInfrastructure()) {
            Answer health = service.await(
                    () -> service.get("/actuator/health", service.operator()), seen -> seen.status() != 401);
            assertThat(health.status()).isEqualTo(503);
            assertThat(service.get("/actuator/health", null).body().has("components"))
                    .as("component details without a token")
                    .isFalse();
            for (String component : new String[] {"couponRedis", "kafka", "shards"}) {
                assertThat(health.body()
                                .path("components")
                                .path(component)
                                .path("status")
                                .asString())
                        .as(component)
                        .isEqualTo("DOWN");
            }
            assertThat(service.get("/actuator/health/readiness", null).status()).isEqualTo(503);
            assertThat(service.get("/actuator/health/liveness", null).status()).isEqualTo(200);

            String token = service.tokens.of(service.ids.next());
            Answer answer = service.await(() -> service.get("/api/coupons", token), seen -> seen.status() != 401);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }
}
