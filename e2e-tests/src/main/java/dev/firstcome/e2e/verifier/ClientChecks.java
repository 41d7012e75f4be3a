package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.model.state.CampaignState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Checks C7, C8 and C13: the statuses that clients observed, and the order in which requests were accepted. */
final class ClientChecks {
    private final EvidenceIndex index;

    ClientChecks(EvidenceIndex index) {
        this.index = index;
    }

    void checkStatusStability(InvariantCheck c7) {
        var last = new HashMap<String, ClientHistory.Status>();
        for (ClientHistory.ObservedStatus observed : index.evidence.history().statuses()) {
            if (!index.campaigns.contains(observed.campaignId())) {
                continue;
            }
            c7.countItems(1);
            ClientHistory.Status status = observed.status();
            ClientHistory.Status before = last.put(status.requestId(), status);
            if (before != null && before.terminal() && !before.equals(status)) {
                c7.contradict("user %s observed %s and then %s", observed.userId(), before, status);
            }
            if (status.state().equals("REJECTED") && !matchesPublishedRejection(status)) {
                c7.contradict("user %s observed %s, published: %s", observed.userId(), status, published(status));
            }
        }
    }

    private boolean matchesPublishedRejection(ClientHistory.Status status) {
        return published(status).stream()
                .anyMatch(result -> result instanceof RequestRejected rejected
                        && rejected.reason().name().equals(status.reason())
                        && (rejected.couponId() == null || rejected.couponId().equals(status.couponId())));
    }

    void checkIssuedStatuses(InvariantCheck c8) {
        Set<Owned> owned = new HashSet<>();
        index.evidence.wallet().forEach(row -> owned.add(new Owned(row.userId(), row.campaignId(), row.couponId())));
        for (ClientHistory.ObservedStatus observed : index.evidence.history().statuses()) {
            ClientHistory.Status status = observed.status();
            if (!index.campaigns.contains(observed.campaignId())
                    || !status.state().equals("ISSUED")) {
                continue;
            }
            c8.countItems(1);
            if (!matchesPublishedCoupon(observed)) {
                c8.contradict("user %s observed %s, published: %s", observed.userId(), status, published(status));
            } else if (status.couponId() == null
                    || !owned.contains(new Owned(observed.userId(), observed.campaignId(), status.couponId()))) {
                c8.contradict("user %s observed %s, but the wallet does not contain it", observed.userId(), status);
            }
        }
    }

    private boolean matchesPublishedCoupon(ClientHistory.ObservedStatus observed) {
        ClientHistory.Status status = observed.status();
        return published(status).stream()
                        .anyMatch(result -> result instanceof CouponIssued issued
                                && issued.userId().equals(observed.userId())
                                && issued.campaignId().equals(observed.campaignId())
                                && issued.couponId().equals(status.couponId())
                                && status.sequence() != null
                                && issued.sequence() == status.sequence())
                || isPublishedRepeat(observed);
    }

    /** A repeat has the coupon of the first request; the wallet check shows that this coupon exists. */
    private boolean isPublishedRepeat(ClientHistory.ObservedStatus observed) {
        ClientHistory.Status status = observed.status();
        return published(status).stream()
                .anyMatch(result -> result instanceof RequestRepeated repeated
                        && repeated.userId().equals(observed.userId())
                        && repeated.campaignId().equals(observed.campaignId())
                        && Objects.equals(repeated.couponId(), status.couponId())
                        && status.sequence() != null
                        && repeated.sequence() == status.sequence());
    }

    /** The published results of a request, or of the deferred request that it repeats. */
    private List<CouponResult> published(ClientHistory.Status status) {
        List<CouponResult> results = LogPosition.ofRequest(status.requestId())
                .map(position -> index.results.getOrDefault(position, List.of()))
                .orElse(List.of());
        return results.stream()
                .filter(RequestRepeated.class::isInstance)
                .map(RequestRepeated.class::cast)
                .filter(repeated -> repeated.arrival() > 0)
                .findFirst()
                .map(this::ofDeferred)
                .orElse(results);
    }

    private List<CouponResult> ofDeferred(RequestRepeated repeated) {
        CampaignState state = index.campaignStates.get(repeated.campaignId());
        if (state == null || repeated.arrival() > state.deferred().size()) {
            return List.of();
        }
        long first =
                state.deferred().get(Math.toIntExact(repeated.arrival() - 1)).offset();
        return index.results.getOrDefault(new LogPosition(repeated.partition(), first), List.of());
    }

    /** A request must follow, in the log, every request that was acknowledged before it was sent. */
    void checkAcceptanceOrder(InvariantCheck c13) {
        Map<UUID, List<Accepted>> byCampaign = new HashMap<>();
        for (ClientHistory.RecordedAttempt attempt : index.evidence.history().attempts()) {
            if (index.campaigns.contains(attempt.campaignId())
                    && attempt.outcome() instanceof ClientHistory.Outcome.Accepted(String requestId)) {
                LogPosition.ofRequest(requestId)
                        .ifPresent(position -> byCampaign
                                .computeIfAbsent(attempt.campaignId(), _ -> new ArrayList<>())
                                .add(new Accepted(attempt, position)));
            }
        }
        byCampaign.values().forEach(accepted -> checkOrder(c13, accepted));
    }

    private static void checkOrder(InvariantCheck c13, List<Accepted> accepted) {
        // nanoTime has no fixed origin and may wrap: only differences are compared.
        var bySent = new ArrayList<>(accepted);
        bySent.sort((a, b) -> Long.signum(a.attempt.sentNanos() - b.attempt.sentNanos()));
        var byAnswered = new ArrayList<>(accepted);
        byAnswered.sort((a, b) -> Long.signum(a.attempt.answeredNanos() - b.attempt.answeredNanos()));
        int answered = 0;
        Accepted furthest = null;
        for (Accepted next : bySent) {
            c13.countItems(1);
            while (answered < byAnswered.size()
                    && byAnswered.get(answered).attempt.answeredNanos() - next.attempt.sentNanos() < 0) {
                Accepted done = byAnswered.get(answered++);
                furthest = furthest == null || done.position.offset() > furthest.position.offset() ? done : furthest;
            }
            boolean outOfOrder = furthest != null && furthest.position.offset() > next.position.offset();
            if (furthest != null && (outOfOrder || furthest.position.partition() != next.position.partition())) {
                c13.contradict("%s was accepted before %s was sent, but follows it in the log", furthest, next);
            }
        }
    }

    private record Accepted(ClientHistory.RecordedAttempt attempt, LogPosition position) {}

    private record Owned(UUID userId, UUID campaignId, UUID couponId) {}
}
