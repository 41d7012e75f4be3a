package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.model.Decision;
import dev.firstcome.model.ExpectedResults;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.RecordForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** C5 and C6: each request and its outcome. */
final class OutcomeChecks {
    private final Reading reading;

    OutcomeChecks(Reading reading) {
        this.reading = reading;
    }

    void asTheModelSays(InvariantCheck c5) {
        reading.stops.forEach(stop -> c5.contradict("%s", stop));
        for (Evidence.PublishedResult published : reading.evidence.results()) {
            CouponResult result = published.result();
            if (result == null) {
                c5.contradict("a result cannot be read: %s", published);
            } else if (reading.campaigns.contains(result.campaignId())) {
                c5.lookAt(1);
                compare(c5, published, result);
            }
        }
    }

    private void compare(InvariantCheck c5, Evidence.PublishedResult published, CouponResult result) {
        var place = new LogPosition(result.partition(), result.offset());
        Reading.Decided decided = reading.decided.get(place);
        if (decided == null || decided.decision() == null) {
            return; // an outcome without a record is C6's
        }
        CouponResult expected = expected(place, decided.record(), decided.decision());
        if (!result.equals(expected)) {
            c5.contradict("at %s the model says %s, published is %s", place, expected, result);
        } else if (!result.userId().toString().equals(published.key())
                || !RecordForm.typeOf(result.getClass()).equals(published.type())
                || !place.toString().equals(published.id())) {
            c5.contradict("the result of %s goes out under another name: %s", place, published);
        }
    }

    private @Nullable CouponResult expected(LogPosition place, LogRecord record, Decision decision) {
        Reading.Late late = reading.late.get(place);
        return late == null
                ? ExpectedResults.of(record, decision).orElse(null)
                : ExpectedResults.of(late.by(), late.decision());
    }

    void acceptedOnceAndAnswered(InvariantCheck c6) {
        everyRequestHasOneOutcome(c6);
        noOutcomeWithoutARequest(c6);
        var accepted = new HashSet<LogPosition>();
        var byKey = new HashMap<Key, List<ClientHistory.Asked>>();
        for (ClientHistory.Asked asked : reading.evidence.history().asked()) {
            if (reading.campaigns.contains(asked.campaignId())) {
                c6.lookAt(1);
                byKey.computeIfAbsent(Key.of(asked), _ -> new ArrayList<>()).add(asked);
                if (asked.outcome() instanceof ClientHistory.Outcome.Accepted(String requestId)) {
                    isInTheLog(c6, asked, requestId, accepted);
                }
            }
        }
        Map<Key, Integer> written = written(accepted);
        byKey.forEach((key, tries) -> resolve(c6, key, tries, written));
    }

    private void everyRequestHasOneOutcome(InvariantCheck c6) {
        reading.requests.forEach((place, request) -> {
            c6.lookAt(1);
            long outcomes = reading.results.getOrDefault(place, List.of()).stream()
                    .distinct()
                    .count();
            if (outcomes != (stillHeld(place) ? 0 : 1)) {
                c6.contradict("the request at %s has %d outcomes: %s", place, outcomes, reading.results.get(place));
            }
        });
    }

    private boolean stillHeld(LogPosition place) {
        Reading.Decided decided = reading.decided.get(place);
        return decided != null && decided.decision() instanceof Decision.Held && !reading.late.containsKey(place);
    }

    private void noOutcomeWithoutARequest(InvariantCheck c6) {
        reading.results.forEach((place, repetitions) -> {
            IssueRequested request = reading.requests.get(place);
            if (reading.isCut(place.partition()) && reading.isBelowFloor(place.partition(), place.offset())) {
                return; // the record may be deleted
            }
            for (CouponResult result : repetitions) {
                boolean asked = request != null && request.userId().equals(result.userId());
                if (!asked && result instanceof CouponIssued) {
                    c6.contradict("nobody asked for %s", result);
                } else if (request == null && !isCommand(place)) {
                    c6.contradict("no request is at the place of %s", result);
                }
            }
        });
    }

    private boolean isCommand(LogPosition place) {
        Reading.Decided decided = reading.decided.get(place);
        return decided != null && RecordForm.read(decided.record()).orElse(null) instanceof CouponCommand;
    }

    private void isInTheLog(InvariantCheck c6, ClientHistory.Asked asked, String requestId, Set<LogPosition> accepted) {
        LogPosition place = LogPosition.ofRequest(requestId).orElse(null);
        IssueRequested request = place == null ? null : reading.requests.get(place);
        if (place != null && request == null && reading.isCut(place.partition())) {
            c6.doubt("accepted as %s (%s), where the log is cut: %s", requestId, place, asked);
        } else if (place == null || request == null) {
            c6.contradict("accepted as %s (%s), but not in the log: %s", requestId, place, asked);
        } else if (!asked.campaignId().equals(request.campaignId())
                || !asked.userId().equals(request.userId())
                || (asked.clientId() != null && !asked.clientId().equals(request.clientId()))) {
            c6.contradict("accepted as %s, where somebody else's request is: %s and %s", place, asked, request);
        } else {
            accepted.add(place);
        }
    }

    /** Records that no accepted answer named, by the key of their try, and by its user alone. */
    private Map<Key, Integer> written(Set<LogPosition> accepted) {
        var written = new HashMap<Key, Integer>();
        reading.requests.forEach((place, request) -> {
            if (!accepted.contains(place)) {
                written.merge(new Key(request.campaignId(), request.userId(), request.clientId()), 1, Integer::sum);
                written.merge(new Key(request.campaignId(), request.userId(), null), 1, Integer::sum);
            }
        });
        return written;
    }

    /** What became of the tries of which the client knows nothing: in the log they are, or they never were. */
    private void resolve(InvariantCheck c6, Key key, List<ClientHistory.Asked> tries, Map<Key, Integer> written) {
        long lost = tries.stream()
                .filter(asked -> asked.outcome() instanceof ClientHistory.Outcome.Unknown)
                .count();
        int records = written.getOrDefault(key, 0);
        if (lost == 0) {
            refusedLeavesNothing(c6, key, tries, records);
        } else if (logIsCut()) {
            c6.doubt("the log does not go back to its start, so nobody knows of %d lost tries of %s", lost, key);
        } else if (key.clientId() == null && records > 0 && records < lost) {
            c6.doubt("%d lost tries of %s without a client id, but %d records", lost, key, records);
        }
    }

    private void refusedLeavesNothing(InvariantCheck c6, Key key, List<ClientHistory.Asked> tries, int records) {
        boolean allRefused = tries.stream().allMatch(asked -> asked.outcome() instanceof ClientHistory.Outcome.Refused);
        if (allRefused && key.clientId() != null && records > 0) {
            c6.contradict("refused, and yet in the log: %s", tries);
        }
    }

    private boolean logIsCut() {
        return reading.evidence.logStarts().values().stream().anyMatch(start -> start > 0);
    }

    private record Key(
            UUID campaignId, UUID userId, @Nullable String clientId) {
        static Key of(ClientHistory.Asked asked) {
            return new Key(asked.campaignId(), asked.userId(), asked.clientId());
        }
    }
}
