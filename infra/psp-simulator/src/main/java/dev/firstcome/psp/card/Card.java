package dev.firstcome.psp.card;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A card token, read.
 *
 * @param millis of the faults that take time, else 0
 */
public record Card(CardFault fault, long millis) {
    /** Longer waits than this make no test better. */
    public static final long MILLIS_MAX = 600_000;

    private static final Card PLAIN = new Card(CardFault.NONE, 0);
    private static final String OWN = "pm_sim_";
    private static final Pattern TOKEN = Pattern.compile("pm_[A-Za-z0-9_]{1,80}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Empty where there is no such card: then a misspelt wish of this simulator does not pass for a good card. */
    public static Optional<Card> of(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        for (CardFault fault : CardFault.values()) {
            if (fault != CardFault.NONE && fault.isTimed() && token.startsWith(fault.token())) {
                return timed(fault, token.substring(fault.token().length()));
            }
            if (token.equals(fault.token())) {
                return Optional.of(new Card(fault, 0));
            }
        }
        return token.startsWith(OWN) ? Optional.empty() : Optional.of(PLAIN);
    }

    /** Of a token that was found good before; without one, a card that asks for nothing. */
    public static Card known(@Nullable String token) {
        return token == null ? PLAIN : of(token).orElse(PLAIN);
    }

    private static Optional<Card> timed(CardFault fault, String number) {
        if (!NUMBER.matcher(number).matches() || Long.parseLong(number) > MILLIS_MAX) {
            return Optional.empty();
        }
        return Optional.of(new Card(fault, Long.parseLong(number)));
    }

    /** How long each call about it takes. */
    public long slowness() {
        return fault == CardFault.SLOW ? millis : 0;
    }
}
