package dev.firstcome.coupon.retention;

import dev.firstcome.coupon.log.LogTruncator;
import dev.firstcome.coupon.progress.ProofProgress;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Creates the retention of assigned partitions. */
@Component
public final class PartitionRetentionFactory {
    private final RetentionProperties properties;
    private final StateRetention state;
    private final ExpiredCampaignPurger purger;
    private final LogTruncator truncator;
    private final Watermarks watermarks;
    private final ProofProgress proofs;
    private final Clock clock;

    public PartitionRetentionFactory(
            RetentionProperties properties,
            StateRetention state,
            ExpiredCampaignPurger purger,
            LogTruncator truncator,
            Watermarks watermarks,
            ProofProgress proofs,
            Clock clock) {
        this.properties = properties;
        this.state = state;
        this.purger = purger;
        this.truncator = truncator;
        this.watermarks = watermarks;
        this.proofs = proofs;
        this.clock = clock;
    }

    public PartitionRetention create(int partition) {
        LowWatermarkTracker lowWatermark = new LowWatermarkTracker(() -> proofs.firstUnsigned(partition));
        LowWatermarkTruncation truncation =
                new LowWatermarkTruncation(partition, properties, state, truncator, watermarks, clock);
        return new PartitionRetention(partition, lowWatermark, properties, state, purger, truncation, clock);
    }
}
