package dev.firstcome.model;

import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.model.hashing.Sha256;
import dev.firstcome.model.state.CampaignSpan;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredRequest;
import dev.firstcome.model.state.Draw;
import dev.firstcome.model.state.FanOut;
import dev.firstcome.model.state.Grant;
import dev.firstcome.model.state.GrantKey;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of a campaign during the fold. */
final class MutableCampaign {
    final int limit;
    final long opens;
    final long closes;
    final Set<String> segments = new TreeSet<>();
    final Map<UUID, List<Holding>> holders = new HashMap<>();
    final Map<String, Decision> commands = new HashMap<>();
    final List<DeferredRequest> deferred = new ArrayList<>();
    final List<FanOut> fanOuts = new ArrayList<>();
    final Set<UUID> blocked = new HashSet<>();
    final Map<GrantKey, Grant> grants = new HashMap<>();
    final @Nullable Draw draw;

    /** The seed of the draw, once it is revealed. */
    @Nullable
    String seed;

    int rules;
    long stock;
    Phase phase = Phase.SCHEDULED;
    long until;
    long issued;
    CampaignSpan span;

    /** The number of decided requests at the start of {@link #deferred}. */
    int served;

    MutableCampaign(CampaignScheduled command, CampaignSpan span) {
        this.span = span;
        rules = command.rules();
        stock = command.stock();
        limit = command.perUserLimit();
        opens = command.opensAt().toEpochMilli();
        closes = command.closesAt().toEpochMilli();
        segments.addAll(command.segments());
        draw = Draw.of(command);
    }

    /** Returns the user's requests that have a coupon or are deferred, in log order. */
    List<Holding> of(UUID user) {
        return holders.getOrDefault(user, List.of());
    }

    /** Whether the campaign accepts tickets for its draw at this time. */
    boolean acceptsTickets(long now) {
        return phase == Phase.SCHEDULED && draw != null && now >= draw.from() && now < opens;
    }

    /** Issues the next coupon for the user's request at this offset. It replaces the deferred request, if given. */
    Decision issue(UUID user, long offset, String clientId, @Nullable Holding instead) {
        List<Holding> mine = holders.computeIfAbsent(user, _ -> new ArrayList<>());
        int ordinal =
                1 + (int) mine.stream().filter(holding -> !holding.deferred()).count();
        issued++;
        var coupon = new Holding(false, ordinal, issued, offset, clientOf(clientId));
        if (instead == null) {
            mine.add(coupon);
        } else {
            mine.set(mine.indexOf(instead), new Holding(false, ordinal, issued, offset, instead.client()));
        }
        return new Decision.Issued(issued, ordinal);
    }

    Decision defer(UUID user, long offset, String clientId) {
        deferred.add(new DeferredRequest(offset, user));
        holders.computeIfAbsent(user, _ -> new ArrayList<>())
                .add(new Holding(true, 0, deferred.size(), offset, clientOf(clientId)));
        return new Decision.Deferred(deferred.size());
    }

    /** Removes a rejected deferred request. The user may then request again. */
    void remove(UUID user, Holding request) {
        List<Holding> mine = new ArrayList<>(of(user));
        mine.remove(request);
        if (mine.isEmpty()) {
            holders.remove(user);
        } else {
            holders.put(user, mine);
        }
    }

    /** Returns null if the rules of the campaign do not use the client id. */
    private @Nullable String clientOf(String clientId) {
        return limit > 1 || rules >= RequestRules.REPEATS_SINCE ? Sha256.start(clientId, Holding.CLIENT_BYTES) : null;
    }

    private List<String> segmentHashes() {
        return segments.stream()
                .map(segment -> Sha256.start(segment, CampaignState.SEGMENT_BYTES))
                .sorted()
                .toList();
    }

    CampaignState state() {
        var copies = new TreeMap<UUID, List<Holding>>();
        holders.forEach((user, mine) -> copies.put(user, List.copyOf(mine)));
        return new CampaignState(
                new CampaignState.Terms(rules, stock, limit, opens, closes, segmentHashes(), draw),
                span,
                seed,
                phase,
                until,
                issued,
                served,
                copies,
                new TreeMap<>(commands),
                List.copyOf(deferred),
                List.copyOf(fanOuts),
                new TreeSet<>(blocked),
                new TreeMap<>(grants));
    }
}
