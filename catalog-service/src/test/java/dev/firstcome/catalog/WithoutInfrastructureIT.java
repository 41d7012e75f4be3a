package dev.firstcome.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.CatalogService.Answer;
import org.junit.jupiter.api.Test;

/** A service whose infrastructure is away starts, says what it lacks, and answers that one may come again. */
class WithoutInfrastructureIT {
    @Test
    void saysWhatItLacksAndAnswersThatOneMayComeAgain() {
        try (CatalogService service = CatalogService.withoutInfrastructure()) {
            Answer health = service.await(
                    () -> service.get("/actuator/health", service.operator()), seen -> seen.status() != 401);
            assertThat(health.status()).isEqualTo(503);
            for (String part : new String[] {"kafka", "shards"}) {
                assertThat(health.body()
                                .path("components")
                                .path(part)
                                .path("status")
                                .asString())
                        .as(part)
                        .isEqualTo("DOWN");
            }
            assertThat(service.get("/actuator/health/readiness", null).status()).isEqualTo(503);
            assertThat(service.get("/actuator/health/liveness", null).status()).isEqualTo(200);

            Answer answer =
                    service.await(() -> service.get("/api/products", service.user()), seen -> seen.status() != 401);
            Refused.is(answer, 503, "UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }
}
