package dev.firstcome.payment.watching;

import dev.firstcome.platform.signs.Witnesses;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What shows that something is unusual: the last calls of a kind, each with its user, key, payment and trace. */
@Component
public final class CallWitnesses {
    private static final int KEY_SHOWN = 8;

    private final Witnesses witnesses;
    private final ObjectProvider<Tracer> tracers;

    CallWitnesses(Witnesses witnesses, ObjectProvider<Tracer> tracers) {
        this.witnesses = witnesses;
        this.tracers = tracers;
    }

    /**
     * What is known of a call.
     *
     * @param key of which the beginning is told, by which whoever has the key recognises it
     * @param said in words, without secrets
     */
    public record Seen(
            @Nullable UUID userId,
            @Nullable String key,
            @Nullable UUID paymentId,
            @Nullable String said) {}

    public void note(String sign, String subject, Seen seen) {
        List<String> parts = new ArrayList<>();
        add(parts, "user ", seen.userId());
        String key = seen.key();
        add(parts, "key ", key == null ? null : key.substring(0, Math.min(KEY_SHOWN, key.length())));
        add(parts, "payment ", seen.paymentId());
        add(parts, "", seen.said());
        add(parts, "trace ", trace());
        witnesses.noteLatest(sign, subject, String.join(", ", parts));
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + value);
        }
    }

    private @Nullable String trace() {
        Tracer tracer = tracers.getIfAvailable();
        Span span = tracer == null ? null : tracer.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
