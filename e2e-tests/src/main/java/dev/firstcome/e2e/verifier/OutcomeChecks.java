package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.model.ExpectedResults;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks C5 and C6: every request and its outcome. */
final class OutcomeChecks {
    private final EvidenceIndex index;

    OutcomeChecks(EvidenceIndex index) {
        this.index = index;
    }

    void checkAgainstModel(InvariantCheck c5) {
        index.foldErrors.forEach(error -> c5.contradict("%s", error));
        for (Evidence.PublishedResult published : index.evidence.results()) {
            CouponResult result = published.result();
            if (result == null) {
                c5.contradict("a result cannot be read: %s", published);
            } else if (index.campaigns.contains(result.campaignId())) {
                c5.countItems(1);
                compare(c5, published, result);
            }
        }
    }

    private void compare(InvariantCheck c5, Evidence.PublishedResult published, CouponResult result) {
        var position = new LogPosition(result.partition(), result.offset());
        EvidenceIndex.Decided decided = index.decided.get(position);
        if (decided == null || decided.decision() == null) {
            return; // C6 reports an outcome without a record
        }
        CouponResult expected = expected(position, decided.record(), decided.decision());
        if (!result.equals(expected)) {
            c5.contradict("at %s the model expects %s, published: %s", position, expected, result);
        } else if (!result.userId().toString().equals(published.key())
                || !LogRecordCodec.typeOf(result.getClass()).equals(published.type())
                || !position.toString().equals(published.id())) {
            c5.contradict("the result of %s has a wrong key, type or id: %s", position, published);
        }
    }

    private @Nullable CouponResult expected(LogPosition position, LogRecord record, Decision decision) {
        EvidenceIndex.DeferredOutcome deferred = index.deferredOutcomes.get(position);
        return deferred == null
                ? ExpectedResults.of(record, decision).orElse(null)
                : ExpectedResults.of(deferred.by(), deferred.decision());
    }

    void checkRequestOutcomes(InvariantCheck c6) {
        checkOneOutcome(c6);
        checkRequested(c6);
        var accepted = new HashSet<LogPosition>();
        var byKey = new HashMap<Key, List<ClientHistory.RecordedAttempt>>();
        for (ClientHistory.RecordedAttempt attempt : index.evidence.history().attempts()) {
            if (index.campaigns.contains(attempt.campaignId())) {
                c6.countItems(1);
                byKey.computeIfAbsent(Key.of(attempt), _ -> new ArrayList<>()).add(attempt);
                if (attempt.outcome() instanceof ClientHistory.Outcome.Accepted(String requestId)) {
                    checkAccepted(c6, attempt, requestId, accepted);
                }
            }
        }
        Map<Key, Integer> written = written(accepted);
        byKey.forEach((key, attempts) -> resolveLost(c6, key, attempts, written));
    }

    private void checkOneOutcome(InvariantCheck c6) {
        index.requests.forEach((position, request) -> {
            c6.countItems(1);
            long outcomes = index.results.getOrDefault(position, List.of()).stream()
                    .distinct()
                    .count();
            if (outcomes != (isStillDeferred(position) ? 0 : 1)) {
                c6.contradict("the request at %s has %d outcomes: %s", position, outcomes, index.results.get(position));
            }
        });
    }

    private boolean isStillDeferred(LogPosition position) {
        EvidenceIndex.Decided decided = index.decided.get(position);
        return decided != null
                && decided.decision() instanceof Decision.Deferred
                && !index.deferredOutcomes.containsKey(position);
    }

    private void checkRequested(InvariantCheck c6) {
        index.results.forEach((position, repetitions) -> {
            IssueRequested request = index.requests.get(position);
            if (index.isTruncated(position.partition())
                    && index.isBelowLowWatermark(position.partition(), position.offset())) {
                return; // retention may have deleted the record
            }
            for (CouponResult result : repetitions) {
                boolean requested = request != null && request.userId().equals(result.userId());
                if (!requested && result instanceof CouponIssued) {
                    c6.contradict("no request exists for %s", result);
                } else if (request == null && !isCommand(position)) {
                    c6.contradict("no request exists at the position of %s", result);
                }
            }
        });
    }

    private boolean isCommand(LogPosition position) {
        EvidenceIndex.Decided decided = index.decided.get(position);
        return decided != null && LogRecordCodec.read(decided.record()).orElse(null) instanceof CouponCommand;
    }

    private void checkAccepted(
            InvariantCheck c6, ClientHistory.RecordedAttempt attempt, String requestId, Set<LogPosition> accepted) {
        LogPosition position = LogPosition.ofRequest(requestId).orElse(null);
        IssueRequested request = position == null ? null : index.requests.get(position);
        if (position != null && request == null && index.isTruncated(position.partition())) {
            c6.doubt("accepted as %s (%s), where the log is truncated: %s", requestId, position, attempt);
        } else if (position == null || request == null) {
            c6.contradict("accepted as %s (%s), but not in the log: %s", requestId, position, attempt);
        } else if (!attempt.campaignId().equals(request.campaignId())
                || !attempt.userId().equals(request.userId())
                || (attempt.clientId() != null && !attempt.clientId().equals(request.clientId()))) {
            c6.contradict("accepted as %s, which is a different request: %s and %s", position, attempt, request);
        } else {
            accepted.add(position);
        }
    }

    /** Counts the records that no 202 response named, by the key of their attempt and by their user alone. */
    private Map<Key, Integer> written(Set<LogPosition> accepted) {
        var written = new HashMap<Key, Integer>();
        index.requests.forEach((position, request) -> {
            if (!accepted.contains(position)) {
                written.merge(new Key(request.campaignId(), request.userId(), request.clientId()), 1, Integer::sum);
                written.merge(new Key(request.campaignId(), request.userId(), null), 1, Integer::sum);
            }
        });
        return written;
    }

    /** Resolves attempts without a response: the log shows whether their request was written. */
    private void resolveLost(
            InvariantCheck c6, Key key, List<ClientHistory.RecordedAttempt> attempts, Map<Key, Integer> written) {
        long lost = attempts.stream()
                .filter(attempt -> attempt.outcome() instanceof ClientHistory.Outcome.Unknown)
                .count();
        int records = written.getOrDefault(key, 0);
        if (lost == 0) {
            checkRefused(c6, key, attempts, records);
        } else if (index.isAnyTruncated()) {
            c6.doubt("the log is truncated, so %d lost attempts of %s cannot be resolved", lost, key);
        } else if (key.clientId() == null && records > 0 && records < lost) {
            c6.doubt("%d lost attempts of %s without a client id, but %d records", lost, key, records);
        }
    }

    private void checkRefused(InvariantCheck c6, Key key, List<ClientHistory.RecordedAttempt> attempts, int records) {
        boolean allRefused =
                attempts.stream().allMatch(attempt -> attempt.outcome() instanceof ClientHistory.Outcome.Refused);
        if (allRefused && key.clientId() != null && records > 0) {
            c6.contradict("refused, but in the log: %s", attempts);
        }
    }

    private record Key(
            UUID campaignId, UUID userId, @Nullable String clientId) {
        static Key of(ClientHistory.RecordedAttempt attempt) {
            return new Key(attempt.campaignId(), attempt.userId(), attempt.clientId());
        }
    }
}
