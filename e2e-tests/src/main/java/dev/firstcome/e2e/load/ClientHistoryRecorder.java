package dev.firstcome.e2e.load;

import dev.firstcome.e2e.verifier.ClientHistory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records the answers that one user received in the client history, which the verifier checks. */
record ClientHistoryRecorder(ClientHistory history, UUID campaign, UUID user) {

    ClientHistory.Attempt startAttempt(String key) {
        return history.startAttempt(campaign, user, key);
    }

    /** Records the status that the user saw. Returns the outcome, or null if the answer has no final state. */
    @Nullable
    UserOutcome recordStatus(String requestId, Answer answer) {
        String state = answer.text("state");
        if (!answer.ok() || state.isEmpty()) {
            return null;
        }
        String couponId = answer.textOrNull("couponId");
        Long sequence = answer.body().has("sequence")
                ? Long.valueOf(answer.body().path("sequence").asLong(-1))
                : null;
        history.recordStatus(
                campaign,
                user,
                new ClientHistory.Status(
                        requestId,
                        state,
                        answer.textOrNull("reason"),
                        sequence,
                        couponId == null ? null : UUID.fromString(couponId)));
        return switch (state) {
            case "ISSUED" ->
                new UserOutcome.Issued(requestId, String.valueOf(couponId), sequence == null ? -1 : sequence);
            case "REJECTED" -> new UserOutcome.Rejected(requestId, answer.text("reason"), couponId);
            default -> null;
        };
    }
}
