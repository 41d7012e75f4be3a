package dev.firstcome.model;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the fold knows of one campaign.
 *
 * @param span where in the log it begins and ends
 * @param seed the draw's, once it is revealed
 * @param until what users are told of a pause, in milliseconds since 1970; 0: nothing
 * @param issued coupons issued on request, and so the last sequence
 * @param served how many of the deferred requests are decided, from the first on
 * @param holders by user: requests that have a coupon or are deferred, the earliest first
 * @param commands the decided commands by their id: {@link Decision.Done} or {@link Decision.Refused}
 * @param deferred every request that was ever deferred, in the order of arrival, which counts from 1
 * @param fanOuts the records that decided deferred requests, in their order, which counts from 1
 * @param grants by grant id and user; their sequence is their own
 */
public record CampaignState(
        Terms terms,
        Span span,
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
     * What operators set.
     *
     * @param stock coupons to be issued on request
     * @param limit requested coupons per user
     * @param opens in milliseconds since 1970, as {@code closes}
     * @param segments open to users of these only, none: to all; each as the first {@value #SEGMENT_BYTES} bytes of its
     *     SHA-256 in lower-case hex, in their order
     * @param draw null: the line begins with the opening
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
