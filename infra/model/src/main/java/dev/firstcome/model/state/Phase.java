package dev.firstcome.model.state;

/** The phase of a campaign. The live state stores its letter. */
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
