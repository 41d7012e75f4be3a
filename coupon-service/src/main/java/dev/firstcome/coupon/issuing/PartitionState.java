package dev.firstcome.coupon.issuing;

/** What an issuer is doing, for health and operators. */
public sealed interface PartitionState {
    /** Looking where to begin, or beginning again after a failure. */
    record Starting(String reason) implements PartitionState {}

    /** Applying the log. */
    record Running(long epoch, long applied, long published) implements PartitionState {}

    /** Held on purpose, with all of the log kept: by {@link IssuingHold}. */
    record Held(String reason, long epoch, long applied) implements PartitionState {}

    /** Stopped for good: what it found contradicts itself. */
    record Stopped(String reason) implements PartitionState {}
}
