package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** C7, C8 and C13: what clients were shown, and in which order they were let in. */
final class ClientChecks {
    private final Reading reading;

    ClientChecks(Reading reading) {
        this.reading = reading;
    }

    void neverBack(InvariantCheck c7) {
        var last = new HashMap<String, ClientHistory.Status>();
        for (ClientHistory.Shown shown : reading.evidence.history().shown()) {
            if (!reading.campaigns.contains(shown.campaignId())) {
                continue;
            }
            c7.lookAt(1);
            ClientHistory.Status status = shown.status();
            ClientHistory.Status before = last.put(status.requestId(), status);
            if (before != null && before.terminal() && !before.equals(status)) {
                c7.contradict("user %s was shown %s and then %s", shown.userId(), before, status);
            }
            if (status.state().equals("REJECTED") && !wasRejectedSo(status)) {
                c7.contradict("user %s was shown %s, published is %s", shown.userId(), status, published(status));
            }
        }
    }

    private boolean wasRejectedSo(ClientHistory.Status status) {
        return published(status).stream()
                .anyMatch(result -> result instanceof RequestRejected rejected
                        && rejected.reason().name().equals(status.reason())
                        && (rejected.couponId() == null || rejected.couponId().equals(status.couponId())));
    }

    void toldIssuedIsIssued(InvariantCheck c8) {
        Set<Owned> owned = new HashSet<>();
        reading.evidence.wallet().forEach(row -> owned.add(new Owned(row.userId(), row.campaignId(), row.couponId())));
        for (ClientHistory.Shown shown : reading.evidence.history().shown()) {
            ClientHistory.Status status = shown.status();
            if (!reading.campaigns.contains(shown.campaignId())
                    || !status.state().equals("ISSUED")) {
                continue;
            }
            c8.lookAt(1);
            if (!wasIssuedSo(shown)) {
                c8.contradict("user %s was told %s, published is %s", shown.userId(), status, published(status));
            } else if (status.couponId() == null
                    || !owned.contains(new Owned(shown.userId(), shown.campaignId(), status.couponId()))) {
                c8.contradict("user %s was told %s, but the wallet does not have it", shown.userId(), status);
            }
        }
    }

    private boolean wasIssuedSo(ClientHistory.Shown shown) {
        ClientHistory.Status status = shown.status();
        return published(status).stream()
                .anyMatch(result -> result instanceof CouponIssued issued
                        && issued.userId().equals(shown.userId())
                        && issued.campaignId().equals(shown.campaignId())
                        && issued.couponId().equals(status.couponId())
                        && status.sequence() != null
                        && issued.sequence() == status.sequence());
    }

    private List<CouponResult> published(ClientHistory.Status status) {
        return LogPosition.ofRequest(status.requestId())
                .map(place -> reading.results.getOrDefault(place, List.of()))
                .orElse(List.of());
    }

    /** Going through the accepted requests as they were sent, none may be before one that was answered by then. */
    void earlierIsBefore(InvariantCheck c13) {
        Map<UUID, List<Accepted>> byCampaign = new HashMap<>();
        for (ClientHistory.Asked asked : reading.evidence.history().asked()) {
            if (reading.campaigns.contains(asked.campaignId())
                    && asked.outcome() instanceof ClientHistory.Outcome.Accepted(String requestId)) {
                LogPosition.ofRequest(requestId)
                        .ifPresent(place -> byCampaign
                                .computeIfAbsent(asked.campaignId(), _ -> new ArrayList<>())
                                .add(new Accepted(asked, place)));
            }
        }
        byCampaign.values().forEach(accepted -> inOrder(c13, accepted));
    }

    private static void inOrder(InvariantCheck c13, List<Accepted> accepted) {
        // nanoTime has no fixed origin and may wrap: only differences are compared.
        var bySent = new ArrayList<>(accepted);
        bySent.sort((a, b) -> Long.signum(a.asked.sentNanos() - b.asked.sentNanos()));
        var byAnswered = new ArrayList<>(accepted);
        byAnswered.sort((a, b) -> Long.signum(a.asked.answeredNanos() - b.asked.answeredNanos()));
        int answered = 0;
        Accepted furthest = null;
        for (Accepted next : bySent) {
            c13.lookAt(1);
            while (answered < byAnswered.size()
                    && byAnswered.get(answered).asked.answeredNanos() - next.asked.sentNanos() < 0) {
                Accepted done = byAnswered.get(answered++);
                furthest = furthest == null || done.place.offset() > furthest.place.offset() ? done : furthest;
            }
            boolean overtaken = furthest != null && furthest.place.offset() > next.place.offset();
            if (furthest != null && (overtaken || furthest.place.partition() != next.place.partition())) {
                c13.contradict("%s was accepted before %s was sent, but is behind it", furthest, next);
            }
        }
    }

    private record Accepted(ClientHistory.Asked asked, LogPosition place) {}

    private record Owned(UUID userId, UUID campaignId, UUID couponId) {}
}
