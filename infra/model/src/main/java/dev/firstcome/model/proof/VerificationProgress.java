package dev.firstcome.model.proof;

import java.util.Map;

/** Receives the progress of a verification, from its thread and in order. Must not throw. */
public interface VerificationProgress {
    VerificationProgress NONE = new VerificationProgress() {};

    /**
     * Called once, before the first record.
     *
     * @param records the number of records to verify, by partition
     */
    default void started(Map<Integer, Long> records) {}

    /** Called after each verified record of the partition. */
    default void processed(int partition) {}
}
