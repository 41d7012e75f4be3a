package dev.firstcome.e2e.verifier;

import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The section of the log that belongs to one campaign: its records in its partition, from its first record on.
 *
 * @param start the offset of the campaign's first record, and the time of the fold before that record
 */
public record CampaignSection(UUID campaign, int partition, LowWatermark start) {
    /** Returns whether the record is one of the campaign, readable or not. */
    public boolean contains(LogRecord record) {
        return record.partition() == partition && record.offset() >= start.offset() && hasCampaignKey(record.key());
    }

    /** Returns whether the key of a record is the campaign's id. */
    public boolean hasCampaignKey(byte @Nullable [] key) {
        return Arrays.equals(campaign.toString().getBytes(StandardCharsets.UTF_8), key);
    }
}
