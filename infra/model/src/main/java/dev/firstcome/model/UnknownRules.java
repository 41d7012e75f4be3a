package dev.firstcome.model;

/** The log asks for rules that this model does not have. The fold stops before the record and nothing has changed. */
public final class UnknownRules extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownRules(String what) {
        super(what);
    }
}
