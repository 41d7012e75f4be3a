package dev.firstcome.model;

/** A record requires rules that this model does not have. The fold stops before the record. The state is unchanged. */
public final class UnknownRulesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownRulesException(String what) {
        super(what);
    }
}
