package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests fault injection for all requests. */
@SuppressWarnings("NullAway.Init")
class FaultSwitchIT {
    @TempDir
    private Path folder;

    private SimulatorFixture simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = new SimulatorFixture(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    private void setFaults(String json) throws IOException, InterruptedException {
        assertThat(simulator.put("/simulator/faults", json).statusCode()).isEqualTo(200);
    }

    private boolean isAvailable() {
        try {
            return simulator.shortTimeoutClient.v1().paymentIntents().list().getData() != null;
        } catch (StripeException _) {
            return false;
        }
    }

    @Test
    void refusedAndHangingRequestsGetNoResponse() throws Exception {
        for (String outage : new String[] {"refuse", "hang"}) {
            setFaults("{\"outage\":\"" + outage + "\"}");

            assertThat(catchThrowableOfType(
                            ApiConnectionException.class,
                            () -> simulator
                                    .shortTimeoutClient
                                    .v1()
                                    .paymentIntents()
                                    .create(SimulatorFixture.order("pm_card_visa"))))
                    .as(outage)
                    .isNotNull();
        }

        setFaults("{}");
        assertThat(simulator.stripe.v1().paymentIntents().list().getData()).isEmpty();
    }

    @Test
    void anErrorOutageHasNoEffectAndStoresNoResponse() throws Exception {
        PaymentIntent created = simulator.create("pm_card_visa");
        setFaults("{\"outage\":\"error\"}");

        assertThat(catchThrowableOfType(ApiException.class, () -> simulator.confirm(created, "pay"))
                        .getStatusCode())
                .isEqualTo(500);

        setFaults("{\"outage\":\"none\"}");
        assertThat(simulator.status(created)).isEqualTo("requires_confirmation");
        assertThat(simulator.confirm(created, "pay").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void anOutageEndsAfterItsDuration() throws Exception {
        setFaults("{\"outage\":\"error\",\"forMillis\":600000}");
        assertThat(isAvailable()).isFalse();

        setFaults("{\"outage\":\"error\",\"forMillis\":300}");
        Eventually.holds("the API is available after the outage", SimulatorFixture.TIMEOUT, this::isAvailable);

        assertThat(simulator.get("/simulator/faults").path("outage").asString()).isEqualTo("none");
    }

    @Test
    void aShareOfOneAffectsAllRequests() throws Exception {
        PaymentIntent declined = simulator.create("pm_card_visa");
        setFaults("{\"declineShare\":1}");
        assertThat(catchThrowableOfType(CardException.class, () -> simulator.confirm(declined, "1")))
                .isNotNull();

        setFaults("{}");
        PaymentIntent failed = simulator.create("pm_card_visa");
        setFaults("{\"error500Share\":1}");
        assertThat(catchThrowableOfType(ApiException.class, () -> simulator.confirm(failed, "2")))
                .isNotNull();
        assertThat(simulator.status(failed)).isEqualTo("requires_confirmation");

        setFaults("{\"timeoutAfterShare\":1.0}");
        assertThat(catchThrowableOfType(
                        ApiConnectionException.class,
                        () -> SimulatorFixture.confirm(simulator.shortTimeoutClient, failed, "3")))
                .isNotNull();
        Eventually.get(
                "the withheld request has taken effect",
                SimulatorFixture.TIMEOUT,
                () -> simulator.status(failed),
                "succeeded"::equals);
    }

    @Test
    void postsTakeTheConfiguredTime() throws Exception {
        setFaults("{\"answerAfterMillis\":200}");
        long start = System.nanoTime();

        simulator.create("pm_card_visa");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"outrage\":\"none\"}",
                "{\"outage\":\"flood\"}",
                "{\"declineShare\":1.5}",
                "{\"error500Share\":-0.1}",
                "{\"forMillis\":0}",
                "{\"answerAfterMillis\":60001}",
                "{\"seed\":\"x\"}",
                "{\"seed\":1} x",
                "null",
                "[]",
                ""
            })
    void invalidFaultsAreRejected(String json) throws Exception {
        setFaults("{\"seed\":7}");

        assertThat(simulator.put("/simulator/faults", json).statusCode()).isEqualTo(400);

        assertThat(simulator.get("/simulator/faults").path("seed").asLong()).isEqualTo(7);
    }
}
