package dev.firstcome.contracts.platform;

/** The origin of a setting. A setting of an operator (MANUAL) wins over the setting of an alert (AUTO). */
public enum SwitchLayer {
    MANUAL("#manual"),
    AUTO("#auto");

    private final String suffix;

    SwitchLayer(String suffix) {
        this.suffix = suffix;
    }

    /** Returns the suffix of the switch's name in record keys. */
    public String suffix() {
        return suffix;
    }
}
