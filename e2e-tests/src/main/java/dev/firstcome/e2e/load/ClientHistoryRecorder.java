package dev.firstcome.e2e.load;

import dev.firstcome.e2e.verifier.ClientHistory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one user's answers into the history, as the judge wants them. */
record ClientHistoryRecorder(ClientHistory history, UUID campaign, UUID user) {

    ClientHistory.Try asks(String key) {
        return history.asks(campaign, user, key);
    }

    /** The end of the request, or null if this answer is not final. An answer without a state was not shown to anybody. */
    @Nullable
    UserOutcome shown(String requestId, Answer answer) {
        String state = answer.text("state");
        if (!answer.ok() || state.isEmpty()) {
            return null;
        }
        String couponId = answer.textOrNull("couponId");
        Long sequence = answer.body().has("sequence")
                ? Long.valueOf(answer.body().path("sequence").asLong(-1))
                : null;
        history.shown(
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
