package dev.firstcome.catalog;

import static dev.firstcome.catalog.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.RunningCatalogService.Response;
import org.junit.jupiter.api.Test;

/** The service starts without infrastructure, reports the missing components, and responds with 503 and Retry-After. */
class WithoutInfrastructureIT {
    @Test
    void reportsMissingComponentsAndRespondsWithRetryAfter() {
        try (RunningCatalogService service = RunningCatalogService.withoutInfrastructure()) {
            Response health = service.await(
                    () -> service.get("/actuator/health", service.operator()), received -> received.status() != 401);
            assertThat(health.status()).isEqualTo(503);
            for (String component : new String[] {"kafka", "shards"}) {
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

            Response response = service.await(
                    () -> service.get("/api/products", service.user()), received -> received.status() != 401);
            assertProblem(response, 503, "UNAVAILABLE");
            assertThat(response.header("Retry-After")).isEqualTo("1");
        }
    }
}
