package dev.firstcome.coupon.issuercontrol;

/** The state of a partition issuer, for health indicators and operators. */
public sealed interface IssuerState {
    /** Determines the start position, initially or after a failure. */
    record Starting(String reason) implements IssuerState {}

    /** Applies the log. */
    record Running(long epoch, long applied, long published) implements IssuerState {}

    /** Paused by operators through {@link IssuingPause}; the log keeps all requests. */
    record Paused(String reason, long epoch, long applied) implements IssuerState {}

    /** Stopped permanently because of an inconsistency; an operator has to intervene. */
    record Stopped(String reason) implements IssuerState {}
}
