package dev.firstcome.psp.card;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A test card: the fault that its token selects.
 *
 * @param millis duration of a timed fault, else 0
 */
public record TestCard(CardFault fault, long millis) {
    /** Limit of the duration in a token. */
    public static final long MILLIS_MAX = 600_000;

    private static final TestCard FAULTLESS = new TestCard(CardFault.NONE, 0);
    private static final String SIMULATOR_PREFIX = "pm_sim_";
    private static final Pattern TOKEN = Pattern.compile("pm_[A-Za-z0-9_]{1,80}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /**
     * Returns empty for an unknown card, so that a misspelt simulator token is not accepted as a card without faults.
     */
    public static Optional<TestCard> of(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        for (CardFault fault : CardFault.values()) {
            if (fault != CardFault.NONE && fault.isTimed() && token.startsWith(fault.token())) {
                return timed(fault, token.substring(fault.token().length()));
            }
            if (token.equals(fault.token())) {
                return Optional.of(new TestCard(fault, 0));
            }
        }
        return token.startsWith(SIMULATOR_PREFIX) ? Optional.empty() : Optional.of(FAULTLESS);
    }

    /** Parses a token that was validated before; null gives a card without faults. */
    public static TestCard ofValidated(@Nullable String token) {
        return token == null ? FAULTLESS : of(token).orElse(FAULTLESS);
    }

    private static Optional<TestCard> timed(CardFault fault, String number) {
        if (!NUMBER.matcher(number).matches() || Long.parseLong(number) > MILLIS_MAX) {
            return Optional.empty();
        }
        return Optional.of(new TestCard(fault, Long.parseLong(number)));
    }

    /** Latency in milliseconds of each request about this card. */
    public long latency() {
        return fault == CardFault.SLOW ? millis : 0;
    }
}
