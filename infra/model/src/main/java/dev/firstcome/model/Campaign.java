package dev.firstcome.model;

import dev.firstcome.contracts.coupon.log.CampaignScheduled;
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

/** A campaign while the fold runs. */
final class Campaign {
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

    /** The draw's, once it is revealed. */
    @Nullable
    String seed;

    int rules;
    long stock;
    Phase phase = Phase.SCHEDULED;
    long until;
    long issued;
    Span span;

    /** The number of decided requests in {@link #deferred}: those from the first on. */
    int served;

    Campaign(CampaignScheduled command, Span span) {
        this.span = span;
        rules = command.rules();
        stock = command.stock();
        limit = command.perUserLimit();
        opens = command.opensAt().toEpochMilli();
        closes = command.closesAt().toEpochMilli();
        segments.addAll(command.segments());
        draw = Draw.of(command);
    }

    /** The user's requests that have a coupon or are deferred, the earliest first. */
    List<Holding> of(UUID user) {
        return holders.getOrDefault(user, List.of());
    }

    /** Whether tickets for the draw are taken at this time. */
    boolean takesTickets(long now) {
        return phase == Phase.SCHEDULED && draw != null && now >= draw.from() && now < opens;
    }

    /** The next coupon, for the user's request at this offset; replacing its deferred request, if it was one. */
    Decision issue(UUID user, long offset, String clientId, @Nullable Holding instead) {
        List<Holding> mine = holders.computeIfAbsent(user, _ -> new ArrayList<>());
        int ordinal = 1 + (int) mine.stream().filter(holding -> !holding.deferred()).count();
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

    /** Removes a rejected deferred request, as if it had never arrived. */
    void remove(UUID user, Holding request) {
        List<Holding> mine = new ArrayList<>(of(user));
        mine.remove(request);
        if (mine.isEmpty()) {
            holders.remove(user);
        } else {
            holders.put(user, mine);
        }
    }

    /** Stored only where the rules use it. */
    private @Nullable String clientOf(String clientId) {
        return limit > 1 || rules >= Requests.REPEATS_SINCE ? Sha256.start(clientId, Holding.CLIENT_BYTES) : null;
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
