package dev.firstcome.e2e.crowd;

import dev.firstcome.e2e.judge.ClientHistory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one user's answers into the history, as the judge wants them. */
record Notes(ClientHistory history, UUID campaign, UUID user) {

    ClientHistory.Try asks(String key) {
        return history.asks(campaign, user, key);
    }

    /** The end of the request, or null if this answer is not final. An answer without a state was not shown to anybody. */
    @Nullable
    Ending shown(String requestId, Answer answer) {
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
            case "ISSUED" -> new Ending.Issued(requestId, String.valueOf(couponId), sequence == null ? -1 : sequence);
            case "REJECTED" -> new Ending.Rejected(requestId, answer.text("reason"), couponId);
            default -> null;
        };
    }
}
