package dev.firstcome.payment.monitoring;

import dev.firstcome.platform.alerts.AlertSamples;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Adds recent calls, with their user, key, payment and trace, to the samples of an alert. */
@Component
public final class CallSamples {
    private static final int KEY_PREFIX_LENGTH = 8;

    private final AlertSamples samples;
    private final ObjectProvider<Tracer> tracers;

    CallSamples(AlertSamples samples, ObjectProvider<Tracer> tracers) {
        this.samples = samples;
        this.tracers = tracers;
    }

    /**
     * The known properties of a call.
     *
     * @param key the idempotency key; a sample contains only a prefix, by which the owner of the key recognizes it
     * @param detail free text without secrets
     */
    public record CallSample(
            @Nullable UUID userId,
            @Nullable String key,
            @Nullable UUID paymentId,
            @Nullable String detail) {}

    /** Adds a sample; the latest samples of each subject are kept. */
    public void add(String alert, String subject, CallSample sample) {
        List<String> fields = new ArrayList<>();
        addField(fields, "user ", sample.userId());
        String key = sample.key();
        addField(fields, "key ", key == null ? null : key.substring(0, Math.min(KEY_PREFIX_LENGTH, key.length())));
        addField(fields, "payment ", sample.paymentId());
        addField(fields, "", sample.detail());
        addField(fields, "trace ", traceId());
        samples.addLatest(alert, subject, String.join(", ", fields));
    }

    private static void addField(List<String> fields, String label, @Nullable Object value) {
        if (value != null) {
            fields.add(label + value);
        }
    }

    private @Nullable String traceId() {
        Tracer tracer = tracers.getIfAvailable();
        Span span = tracer == null ? null : tracer.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
