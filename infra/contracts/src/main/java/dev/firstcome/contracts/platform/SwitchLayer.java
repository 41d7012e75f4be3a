package dev.firstcome.contracts.platform;

/** Whose hand is on a switch. What an operator sets counts before what a sign sets. */
public enum SwitchLayer {
    MANUAL("#manual"),
    AUTO("#auto");

    private final String suffix;

    SwitchLayer(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the switch's name in the keys of its records. */
    public String suffix() {
        return suffix;
    }
}
