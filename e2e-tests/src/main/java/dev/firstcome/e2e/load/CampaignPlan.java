package dev.firstcome.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of an operator for a campaign that issues one coupon of 5,000 won per user.
 *
 * @param drawFrom when the registration of draw tickets starts; null for a FIFO campaign
 */
public record CampaignPlan(
        String name, long stock, @Nullable Instant drawFrom, Instant opensAt, Instant closesAt) {

    /** A campaign that opens after this delay and stays open for one hour. */
    public static CampaignPlan opensAfter(Duration delay, String name, long stock) {
        Instant opensAt = Instant.now().plus(delay);
        return new CampaignPlan(name, stock, null, opensAt, opensAt.plus(Duration.ofHours(1)));
    }

    /** The same campaign in DRAW mode, with ticket registration starting this long before the opening. */
    public CampaignPlan withDraw(Duration before) {
        return new CampaignPlan(name, stock, opensAt.minus(before), opensAt, closesAt);
    }

    /** The body of {@code POST /ops/campaigns}; a map, so that tests can invalidate single fields. */
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
        body.put("reason", "created by the load generator");
        return body;
    }
}
