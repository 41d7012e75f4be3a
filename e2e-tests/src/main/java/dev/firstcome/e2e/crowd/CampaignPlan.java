package dev.firstcome.e2e.crowd;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A campaign as an operator asks for it: first come, first served, one coupon of 5,000 won per user. */
public record CampaignPlan(String name, long stock, Instant opensAt, Instant closesAt) {

    /** A campaign that opens after this wait and stays open for an hour. */
    public static CampaignPlan opensAfter(Duration wait, String name, long stock) {
        Instant opensAt = Instant.now().plus(wait);
        return new CampaignPlan(name, stock, opensAt, opensAt.plus(Duration.ofHours(1)));
    }

    /** The body of {@code POST /ops/campaigns}; a map, so that a field can be spoilt. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("stock", stock);
        body.put("perUserLimit", 1);
        body.put("mode", "FIFO");
        body.put("opensAt", opensAt.toString());
        body.put("closesAt", closesAt.toString());
        body.put("discount", Map.of("type", "AMOUNT", "amount", 5000, "currency", "KRW"));
        body.put("validityDays", 30);
        body.put("reason", "a rush made by the crowd");
        return body;
    }
}
