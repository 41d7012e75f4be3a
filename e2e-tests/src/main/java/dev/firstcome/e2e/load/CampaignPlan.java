package dev.firstcome.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as an operator asks for it: one coupon of 5,000 won per user.
 *
 * @param drawFrom from when on tickets for its draw are taken; null: first come, first served
 */
public record CampaignPlan(
        String name, long stock, @Nullable Instant drawFrom, Instant opensAt, Instant closesAt) {

    /** A campaign that opens after this wait and stays open for an hour. */
    public static CampaignPlan opensAfter(Duration wait, String name, long stock) {
        Instant opensAt = Instant.now().plus(wait);
        return new CampaignPlan(name, stock, null, opensAt, opensAt.plus(Duration.ofHours(1)));
    }

    /** The same campaign, whose line begins with a draw for which tickets are taken so long before. */
    public CampaignPlan drawn(Duration before) {
        return new CampaignPlan(name, stock, opensAt.minus(before), opensAt, closesAt);
    }

    /** The body of {@code POST /ops/campaigns}; a map, so that a field can be spoilt. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("stock", stock);
        body.put("perUserLimit", 1);
        body.put("mode", drawFrom == null ? "FIFO" : "DRAW");
        if (drawFrom != null) {
            body.put("drawFrom", drawFrom.toString());
        }
        body.put("opensAt", opensAt.toString());
        body.put("closesAt", closesAt.toString());
        body.put("discount", Map.of("type", "AMOUNT", "amount", 5000, "currency", "KRW"));
        body.put("validityDays", 30);
        body.put("reason", "a rush made by the crowd");
        return body;
    }
}
