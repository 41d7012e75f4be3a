package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.LogTruncator;
import dev.firstcome.coupon.retention.RetentionRequirements;
import dev.firstcome.coupon.retention.StateRetention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The retention of a {@link FaultyIssuerEnvironment}. Reports deletions above the acknowledged low watermark. */
final class CheckedRetention implements StateRetention, LogTruncator {
    private final ModelOutcomes model;
    private final FaultyIssuerEnvironment environment;

    CheckedRetention(ModelOutcomes model, FaultyIssuerEnvironment environment) {
        this.model = model;
        this.environment = environment;
    }

    @Override
    public Optional<RetentionRequirements> requirements(int partition, long epoch) {
        long applied = environment.applied();
        return applied < 0
                ? Optional.empty()
                : Optional.of(new RetentionRequirements(applied, 0, model.lowWatermarkAfter(applied), List.of()));
    }

    @Override
    public void truncateOutcomes(int partition, long epoch, long below) {
        checkAcknowledged(partition, below);
    }

    @Override
    public void truncate(int partition, long below, Instant olderThan, long atLeast) {
        checkAcknowledged(partition, below);
    }

    private void checkAcknowledged(int partition, long below) {
        IssueProgress progress = environment.of(partition);
        if (progress == null || below > progress.lowWatermark()) {
            environment.addViolation("records below %d were deleted after %s".formatted(below, progress));
        }
    }
}
