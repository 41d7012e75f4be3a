package dev.firstcome.model;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.hashing.Sha256;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.DeferredRequest;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.Phase;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rules for requests, in the order of their evaluation. */
final class RequestRules {
    /** Since this version of the rules, a repeated client id has the outcome of the first request with that id. */
    static final int REPEATS_SINCE = 2;

    /** Limit of the live state. */
    private static final int DEFERRED_MAX = 20_000_000;

    /** Limit of a draw, which is ordered in memory. */
    private static final int TICKETS_MAX = 1_000_000;

    private RequestRules() {}

    static Decision decide(MutableCampaign campaign, IssueRequested request, long now, long offset) {
        Optional<Holding> first = campaign.rules >= REPEATS_SINCE ? sameClient(campaign, request) : Optional.empty();
        if (first.isPresent()) {
            return repeatOf(first.get());
        }
        return decideNew(campaign, request, now, offset);
    }

    private static Decision decideNew(MutableCampaign campaign, IssueRequested request, long now, long offset) {
        if (campaign.phase == Phase.CLOSED || now >= campaign.closes) {
            return new Decision.Closed();
        }
        if (campaign.phase == Phase.SCHEDULED && !campaign.acceptsTickets(now)) {
            return new Decision.NotOpen();
        }
        if (campaign.blocked.contains(request.userId())) {
            return new Decision.Blocked();
        }
        if (!campaign.segments.isEmpty() && Collections.disjoint(campaign.segments, request.segments())) {
            return new Decision.NotEligible();
        }
        Optional<Holding> before = repeated(campaign, request);
        if (before.isPresent()) {
            return duplicateOf(before.get());
        }
        boolean deferred = campaign.phase != Phase.OPEN;
        int deferredMax = campaign.phase == Phase.SCHEDULED ? TICKETS_MAX : DEFERRED_MAX;
        if (deferred && campaign.deferred.size() < deferredMax) {
            return campaign.defer(request.userId(), offset, request.clientId());
        }
        if (deferred || campaign.issued >= campaign.stock) {
            return new Decision.SoldOut();
        }
        return campaign.issue(request.userId(), offset, request.clientId(), null);
    }

    /**
     * Returns the user's request with the same client id, otherwise the latest request if the limit per user is
     * reached. Before the opening of a draw, returns the user's only ticket.
     */
    private static Optional<Holding> repeated(MutableCampaign campaign, IssueRequested request) {
        List<Holding> mine = campaign.of(request.userId());
        if (campaign.phase == Phase.SCHEDULED) {
            return mine.stream().findFirst();
        }
        Optional<Holding> same = campaign.limit > 1 ? sameClient(campaign, request) : Optional.empty();
        if (same.isPresent() || mine.size() < campaign.limit) {
            return same;
        }
        return Optional.of(mine.getLast());
    }

    private static Optional<Holding> sameClient(MutableCampaign campaign, IssueRequested request) {
        String client = Sha256.start(request.clientId(), Holding.CLIENT_BYTES);
        return campaign.of(request.userId()).stream()
                .filter(holding -> client.equals(holding.client()))
                .findFirst();
    }

    private static Decision repeatOf(Holding first) {
        return first.deferred()
                ? new Decision.RepeatedOfDeferred(first.number())
                : new Decision.Repeated(first.number(), first.ordinal());
    }

    private static Decision duplicateOf(Holding before) {
        return before.deferred()
                ? new Decision.DuplicateOfDeferred(before.number())
                : new Decision.Duplicate(before.number(), before.ordinal());
    }

    /** Decides the deferred request with this arrival number. */
    static DeferredDecision decideDeferred(MutableCampaign campaign, UUID campaignId, int arrival, boolean closing) {
        DeferredRequest request = campaign.deferred.get(arrival - 1);
        Holding holding = campaign.of(request.userId()).stream()
                .filter(mine -> mine.deferred() && mine.number() == arrival)
                .findFirst()
                .orElseThrow();
        Decision decision;
        if (closing) {
            decision = new Decision.Closed();
        } else if (campaign.blocked.contains(request.userId())) {
            decision = new Decision.Blocked();
        } else if (campaign.issued >= campaign.stock) {
            decision = new Decision.SoldOut();
        } else {
            decision = campaign.issue(request.userId(), request.offset(), "", holding);
        }
        if (!(decision instanceof Decision.Issued)) {
            campaign.remove(request.userId(), holding);
        }
        return new DeferredDecision(campaignId, request.userId(), request.offset(), decision);
    }
}
