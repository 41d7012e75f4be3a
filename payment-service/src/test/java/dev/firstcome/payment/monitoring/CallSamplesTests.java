package dev.firstcome.payment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import dev.firstcome.platform.alerts.AlertSamples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class CallSamplesTests {
    private static final UUID KIM = new UUID(1, 1);
    private static final UUID PAYMENT = new UUID(2, 2);

    private final AlertSamples samples = new AlertSamples();
    private final CallSamples calls =
            new CallSamples(samples, new StaticListableBeanFactory().getBeanProvider(Tracer.class));

    @Test
    void aSampleContainsOnlyAPrefixOfTheKey() {
        calls.add("an.alert", "x", new CallSample(KIM, "0123456789", PAYMENT, null));
        calls.add("an.alert", "x", new CallSample(null, "short", null, "some detail"));

        assertThat(samples.of("an.alert", "x"))
                .containsExactly("user %s, key 01234567, payment %s".formatted(KIM, PAYMENT), "key short, some detail");
    }

    @Test
    void aContradictionIsCountedAndAddsASample() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new Contradictions(meters, calls)
                .report("payment", KIM, PAYMENT, "the payment is DECLINED, but the provider reports CAPTURED");

        assertThat(meters.get("firstcome.payment.contradictions").counter().count())
                .isEqualTo(1);
        assertThat(samples.of("payment.contradictions", "payment").getFirst())
                .contains(KIM.toString(), PAYMENT.toString(), "DECLINED");
    }
}
