package dev.firstcome.model.state;

/**
 * The part of the log that belongs to a campaign.
 *
 * @param first the offset of the record that scheduled it
 * @param before the time of the fold before that record
 * @param last the offset of the last schedule command, usually {@code first}
 * @param ended the offset of its close; -1 if it is not closed
 * @param endedAt the time of the fold at its close; -1 if it is not closed
 */
public record CampaignSpan(long first, long before, long last, long ended, long endedAt) {
    public static CampaignSpan begins(long offset, long before) {
        return new CampaignSpan(offset, before, offset, -1, -1);
    }

    public CampaignSpan rescheduledAt(long offset) {
        return new CampaignSpan(first, before, offset, ended, endedAt);
    }

    public CampaignSpan ends(long offset, long time) {
        return new CampaignSpan(first, before, last, offset, time);
    }

    /** Whether a campaign that begins at this offset begins between the schedule commands of this one. */
    public boolean isCutAt(long offset) {
        return offset > first && offset <= last;
    }
}
