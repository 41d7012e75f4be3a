package dev.firstcome.psp.api;

import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Page;
import dev.firstcome.psp.ledger.Problem;
import dev.firstcome.psp.ledger.Sums;
import dev.firstcome.psp.webhook.Webhooks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's own calls: its ledger, its totals, and the faults for all calls. */
public final class Control {
    private static final int ENTRIES_MAX = 1_000;
    private static final int ENTRIES = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Provider provider;
    private final FaultSwitch faults;

    /** A wish, in which every field may be missing. */
    record Wish(
            @Nullable String outage,
            @Nullable Long answerAfterMillis,
            @Nullable Double declineShare,
            @Nullable Double timeoutAfterShare,
            @Nullable Double error500Share,
            @Nullable Long seed,
            @Nullable Long forMillis) {}

    public Control(Provider provider, FaultSwitch faults) {
        this.provider = provider;
        this.faults = faults;
    }

    public byte[] faults() {
        return shown(faults.now());
    }

    /** Replaces all of it: a field that is missing is as it usually is. */
    public byte[] setFaults(byte[] body) {
        Faults wished;
        try {
            wished = faultsOf(JSON.readValue(body, Wish.class));
        } catch (JacksonException | IllegalArgumentException e) {
            String message = e instanceof JacksonException broken ? broken.getOriginalMessage() : e.getMessage();
            throw new BadCall(400, Problem.invalid("parameter_invalid", String.valueOf(message)));
        }
        faults.set(wished);
        return shown(wished);
    }

    private Faults faultsOf(@Nullable Wish wish) {
        if (wish == null) {
            throw new IllegalArgumentException("an object is needed");
        }
        return new Faults(
                outage(wish.outage()),
                Objects.requireNonNullElse(
                        wish.answerAfterMillis(), faults.usual().answerAfterMillis()),
                Objects.requireNonNullElse(wish.declineShare(), 0.0),
                Objects.requireNonNullElse(wish.timeoutAfterShare(), 0.0),
                Objects.requireNonNullElse(wish.error500Share(), 0.0),
                Objects.requireNonNullElse(wish.seed(), 0L),
                wish.forMillis());
    }

    private static Faults.Outage outage(@Nullable String word) {
        return Arrays.stream(Faults.Outage.values())
                .filter(outage -> outage.word().equals(Objects.requireNonNullElse(word, "none")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("outage must be none, refuse, hang or error"));
    }

    private static byte[] shown(Faults faults) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outage", faults.outage().word());
        fields.put("answerAfterMillis", faults.answerAfterMillis());
        fields.put("declineShare", faults.declineShare());
        fields.put("timeoutAfterShare", faults.timeoutAfterShare());
        fields.put("error500Share", faults.error500Share());
        fields.put("seed", faults.seed());
        if (faults.forMillis() != null) {
            fields.put("forMillis", faults.forMillis());
        }
        return Bodies.bytes(fields);
    }

    public byte[] ledger(FormParameters query) {
        long after = query.numberWithin("after", 0, Long.MAX_VALUE / 2, 0);
        int limit = (int) query.numberWithin("limit", 1, ENTRIES_MAX, ENTRIES);
        query.done();
        Page<LedgerEntry> page = provider.read(ledger -> ledger.entries(after, limit));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("has_more", page.hasMore());
        list.put("data", page.data());
        return Bodies.bytes(list);
    }

    public byte[] totals() {
        Sums sums = provider.read(ledger -> ledger.sums());
        Webhooks.Counts events = provider.webhooks().counts();
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("captures", sums.captures());
        totals.put("captured", sums.captured());
        totals.put("refunds", sums.refunds());
        totals.put("refunded", sums.refunded());
        totals.put("intents", sums.intents());
        totals.put("webhooksWaiting", events.waiting());
        totals.put("webhooksDelivered", events.delivered());
        totals.put("webhooksDropped", events.dropped());
        return Bodies.bytes(totals);
    }
}
