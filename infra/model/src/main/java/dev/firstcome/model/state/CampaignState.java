package dev.firstcome.model.state;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one campaign.
 *
 * @param span the offsets of the log at which the campaign begins and ends
 * @param seed the seed of the draw, once it is revealed
 * @param until the announced end of a pause, in milliseconds since 1970; 0 if there is none
 * @param issued the number of coupons issued on request, which is the last sequence
 * @param served the number of decided requests at the start of {@code deferred}
 * @param holders the requests that have a coupon or are deferred, by user and in log order
 * @param commands the decided commands by their id: {@link Decision.Done} or {@link Decision.Refused}
 * @param deferred all requests that were ever deferred; arrival numbers count from 1
 * @param fanOuts the records that decided deferred requests; their numbers count from 1
 * @param grants the granted coupons by grant and user; they have a sequence of their own
 */
public record CampaignState(
        Terms terms,
        CampaignSpan span,
        @Nullable String seed,
        Phase phase,
        long until,
        long issued,
        long served,
        SortedMap<UUID, List<Holding>> holders,
        SortedMap<String, Decision> commands,
        List<DeferredRequest> deferred,
        List<FanOut> fanOuts,
        SortedSet<UUID> blocked,
        SortedMap<GrantKey, Grant> grants) {

    public static final int SEGMENT_BYTES = 8;

    /**
     * The terms that operators set.
     *
     * @param stock the number of coupons that can be issued on request
     * @param limit the maximum number of requested coupons per user
     * @param opens in milliseconds since 1970, as {@code closes}
     * @param segments the eligible segments; if empty, all users are eligible. Each is the first {@value
     *     #SEGMENT_BYTES} bytes of its SHA-256 in lower-case hex. The list is sorted
     * @param draw null if the campaign has no draw
     */
    public record Terms(
            int rules,
            long stock,
            int limit,
            long opens,
            long closes,
            List<String> segments,
            @Nullable Draw draw) {}

    public long stock() {
        return terms.stock();
    }
}
