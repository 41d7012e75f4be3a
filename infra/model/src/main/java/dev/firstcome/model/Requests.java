package dev.firstcome.model;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rules for requests, in the order in which they are asked. */
final class Requests {
    /** Since this version of the rules a repeated client id has the outcome of the first request with that id. */
    static final int REPEATS_SINCE = 2;

    /** What the live state has room for. */
    private static final int HELD_MAX = 20_000_000;

    /** Of a draw, whose order is made in memory. */
    private static final int TICKETS_MAX = 1_000_000;

    private Requests() {}

    static Decision decide(Campaign campaign, IssueRequested request, long now, long offset) {
        Optional<Holding> first = campaign.rules >= REPEATS_SINCE ? sameClient(campaign, request) : Optional.empty();
        if (first.isPresent()) {
            return repeatOf(first.get());
        }
        return decideNew(campaign, request, now, offset);
    }

    private static Decision decideNew(Campaign campaign, IssueRequested request, long now, long offset) {
        if (campaign.phase == Phase.CLOSED || now >= campaign.closes) {
            return new Decision.Closed();
        }
        if (campaign.phase == Phase.SCHEDULED && !campaign.takesTickets(now)) {
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
        boolean waits = campaign.phase != Phase.OPEN;
        int most = campaign.phase == Phase.SCHEDULED ? TICKETS_MAX : HELD_MAX;
        if (waits && campaign.deferred.size() < most) {
            return campaign.defer(request.userId(), offset, request.clientId());
        }
        if (waits || campaign.issued >= campaign.stock) {
            return new Decision.SoldOut();
        }
        return campaign.issue(request.userId(), offset, request.clientId(), null);
    }

    /**
     * The user's request with the same client id, or else the latest, where the user's limit is reached. Of tickets for a
     * draw each user has one, the first.
     */
    private static Optional<Holding> repeated(Campaign campaign, IssueRequested request) {
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

    private static Optional<Holding> sameClient(Campaign campaign, IssueRequested request) {
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

    /** Decides the deferred request with this arrival number, in the order of arrival. */
    static LateDecision decideDeferred(Campaign campaign, UUID campaignId, int arrival, boolean closing) {
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
        return new LateDecision(campaignId, request.userId(), request.offset(), decision);
    }
}
