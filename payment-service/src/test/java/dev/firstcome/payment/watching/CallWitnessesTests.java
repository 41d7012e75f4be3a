package dev.firstcome.payment.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.watching.CallWitnesses.Seen;
import dev.firstcome.platform.signs.Witnesses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class CallWitnessesTests {
    private static final UUID KIM = new UUID(1, 1);
    private static final UUID PAYMENT = new UUID(2, 2);

    private final Witnesses witnesses = new Witnesses();
    private final CallWitnesses calls =
            new CallWitnesses(witnesses, new StaticListableBeanFactory().getBeanProvider(Tracer.class));

    @Test
    void aKeyIsToldByItsBeginning() {
        calls.note("a.sign", "x", new Seen(KIM, "0123456789", PAYMENT, null));
        calls.note("a.sign", "x", new Seen(null, "short", null, "nothing more is known"));

        assertThat(witnesses.of("a.sign", "x"))
                .containsExactly(
                        "user %s, key 01234567, payment %s".formatted(KIM, PAYMENT),
                        "key short, nothing more is known");
    }

    @Test
    void aContradictionIsCountedAndHasItsWitness() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new Contradictions(meters, calls)
                .found("payment", KIM, PAYMENT, "it is DECLINED, and the provider says CAPTURED");

        assertThat(meters.get("firstcome.payment.contradictions").counter().count())
                .isEqualTo(1);
        assertThat(witnesses.of("payment.contradictions", "payment").getFirst())
                .contains(KIM.toString(), PAYMENT.toString(), "DECLINED");
    }
}
