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

/** Faults for all calls. */
@SuppressWarnings("NullAway.Init")
class FaultSwitchIT {
    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        shop.close();
    }

    private void set(String json) throws IOException, InterruptedException {
        assertThat(shop.put("/simulator/faults", json).statusCode()).isEqualTo(200);
    }

    private boolean serves() {
        try {
            return shop.impatient.v1().paymentIntents().list().getData() != null;
        } catch (StripeException _) {
            return false;
        }
    }

    @Test
    void refusedAndHangingCallsHaveNoAnswer() throws Exception {
        for (String outage : new String[] {"refuse", "hang"}) {
            set("{\"outage\":\"" + outage + "\"}");

            assertThat(catchThrowableOfType(
                            ApiConnectionException.class,
                            () -> shop.impatient.v1().paymentIntents().create(Shop.order("pm_card_visa"))))
                    .as(outage)
                    .isNotNull();
        }

        set("{}");
        assertThat(shop.stripe.v1().paymentIntents().list().getData()).isEmpty();
    }

    @Test
    void anErroringProviderDoesNothingAndKeepsNoAnswer() throws Exception {
        PaymentIntent made = shop.create("pm_card_visa");
        set("{\"outage\":\"error\"}");

        assertThat(catchThrowableOfType(ApiException.class, () -> shop.confirm(made, "pay"))
                        .getStatusCode())
                .isEqualTo(500);

        set("{\"outage\":\"none\"}");
        assertThat(shop.status(made)).isEqualTo("requires_confirmation");
        assertThat(shop.confirm(made, "pay").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void anOutageCanEndByItself() throws Exception {
        set("{\"outage\":\"error\",\"forMillis\":600000}");
        assertThat(serves()).isFalse();

        set("{\"outage\":\"error\",\"forMillis\":300}");
        Eventually.holds("it serves after the outage", Shop.BOUND, this::serves);

        assertThat(shop.get("/simulator/faults").path("outage").asString()).isEqualTo("none");
    }

    @Test
    void sharesOfOneAreForAll() throws Exception {
        PaymentIntent declined = shop.create("pm_card_visa");
        set("{\"declineShare\":1}");
        assertThat(catchThrowableOfType(CardException.class, () -> shop.confirm(declined, "1")))
                .isNotNull();

        set("{}");
        PaymentIntent broken = shop.create("pm_card_visa");
        set("{\"error500Share\":1}");
        assertThat(catchThrowableOfType(ApiException.class, () -> shop.confirm(broken, "2")))
                .isNotNull();
        assertThat(shop.status(broken)).isEqualTo("requires_confirmation");

        set("{\"timeoutAfterShare\":1.0}");
        assertThat(catchThrowableOfType(ApiConnectionException.class, () -> Shop.confirm(shop.impatient, broken, "3")))
                .isNotNull();
        Eventually.get("the unanswered call has an effect", Shop.BOUND, () -> shop.status(broken), "succeeded"::equals);
    }

    @Test
    void postsTakeAsLongAsWished() throws Exception {
        set("{\"answerAfterMillis\":200}");
        long start = System.nanoTime();

        shop.create("pm_card_visa");

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
    void whatIsNotUnderstoodIsRefused(String json) throws Exception {
        set("{\"seed\":7}");

        assertThat(shop.put("/simulator/faults", json).statusCode()).isEqualTo(400);

        assertThat(shop.get("/simulator/faults").path("seed").asLong()).isEqualTo(7);
    }
}
