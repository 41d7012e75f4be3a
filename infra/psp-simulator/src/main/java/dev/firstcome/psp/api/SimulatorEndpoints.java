package dev.firstcome.psp.api;

import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.LedgerTotals;
import dev.firstcome.psp.ledger.Page;
import dev.firstcome.psp.ledger.StripeError;
import dev.firstcome.psp.webhook.WebhookDispatcher;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Simulator-specific endpoints: the ledger, its totals and the injected faults. */
public final class SimulatorEndpoints {
    private static final int LIMIT_MAX = 1_000;
    private static final int LIMIT_DEFAULT = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PaymentProvider provider;
    private final FaultSwitch faults;

    /** Request body that configures faults. All fields are optional. */
    record FaultsRequest(
            @Nullable String outage,
            @Nullable Long answerAfterMillis,
            @Nullable Double declineShare,
            @Nullable Double timeoutAfterShare,
            @Nullable Double error500Share,
            @Nullable Long seed,
            @Nullable Long forMillis) {}

    public SimulatorEndpoints(PaymentProvider provider, FaultSwitch faults) {
        this.provider = provider;
        this.faults = faults;
    }

    public byte[] faults() {
        return toJson(faults.current());
    }

    /** Replaces all active faults. A missing field resets to its default. */
    public byte[] setFaults(byte[] body) {
        Faults requested;
        try {
            requested = toFaults(JSON.readValue(body, FaultsRequest.class));
        } catch (JacksonException | IllegalArgumentException e) {
            String message = e instanceof JacksonException malformed ? malformed.getOriginalMessage() : e.getMessage();
            throw new RejectedRequestException(
                    400, StripeError.invalidRequest("parameter_invalid", String.valueOf(message)));
        }
        faults.set(requested);
        return toJson(requested);
    }

    private Faults toFaults(@Nullable FaultsRequest request) {
        if (request == null) {
            throw new IllegalArgumentException("The body must be a JSON object.");
        }
        return new Faults(
                outage(request.outage()),
                Objects.requireNonNullElse(
                        request.answerAfterMillis(), faults.defaults().answerAfterMillis()),
                Objects.requireNonNullElse(request.declineShare(), 0.0),
                Objects.requireNonNullElse(request.timeoutAfterShare(), 0.0),
                Objects.requireNonNullElse(request.error500Share(), 0.0),
                Objects.requireNonNullElse(request.seed(), 0L),
                request.forMillis());
    }

    private static Faults.Outage outage(@Nullable String name) {
        return Arrays.stream(Faults.Outage.values())
                .filter(outage -> outage.wireName().equals(Objects.requireNonNullElse(name, "none")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("outage must be none, refuse, hang or error"));
    }

    private static byte[] toJson(Faults faults) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outage", faults.outage().wireName());
        fields.put("answerAfterMillis", faults.answerAfterMillis());
        fields.put("declineShare", faults.declineShare());
        fields.put("timeoutAfterShare", faults.timeoutAfterShare());
        fields.put("error500Share", faults.error500Share());
        fields.put("seed", faults.seed());
        if (faults.forMillis() != null) {
            fields.put("forMillis", faults.forMillis());
        }
        return StripeJsonMapper.bytes(fields);
    }

    public byte[] ledger(FormParameters query) {
        long after = query.numberWithin("after", 0, Long.MAX_VALUE / 2, 0);
        int limit = (int) query.numberWithin("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        query.rejectUnknown();
        Page<LedgerEntry> page = provider.read(ledger -> ledger.entries(after, limit));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("has_more", page.hasMore());
        list.put("data", page.data());
        return StripeJsonMapper.bytes(list);
    }

    public byte[] totals() {
        LedgerTotals ledgerTotals = provider.read(ledger -> ledger.totals());
        WebhookDispatcher.Counts events = provider.webhooks().counts();
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("captures", ledgerTotals.captures());
        totals.put("captured", ledgerTotals.captured());
        totals.put("refunds", ledgerTotals.refunds());
        totals.put("refunded", ledgerTotals.refunded());
        totals.put("intents", ledgerTotals.intents());
        totals.put("webhooksWaiting", events.pending());
        totals.put("webhooksDelivered", events.delivered());
        totals.put("webhooksDropped", events.dropped());
        return StripeJsonMapper.bytes(totals);
    }
}
