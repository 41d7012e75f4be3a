package dev.firstcome.model;

/** Where a campaign stands. The letter is how the live state writes it. */
public enum Phase {
    SCHEDULED("S"),
    OPEN("O"),
    /** Requests are deferred. */
    PAUSED("P"),
    CLOSED("C");

    private final String letter;

    Phase(String letter) {
        this.letter = letter;
    }

    public String letter() {
        return letter;
    }

    /** @throws IllegalArgumentException if no phase has this letter */
    public static Phase ofLetter(String letter) {
        for (Phase phase : values()) {
            if (phase.letter.equals(letter)) {
                return phase;
            }
        }
        throw new IllegalArgumentException("no phase has the letter " + letter);
    }
}
