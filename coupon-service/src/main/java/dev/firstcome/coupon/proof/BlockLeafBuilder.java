package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.platform.events.EventCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Builds the Merkle leaves of a published block from the log and the recorded outcomes. The result is deterministic: it
 * does not depend on the process, the time, or the batches in which the records were decided.
 */
@Component
public final class BlockLeafBuilder {
    private static final UUID NO_CAMPAIGN = new UUID(0, 0);
    private static final long NO_OFFSET = -1;

    private final LogRangeReader log;
    private final RecordedOutcomes outcomes;
    private final LogFormat format;

    BlockLeafBuilder(LogRangeReader log, RecordedOutcomes outcomes, EventCodec codec) {
        this.log = log;
        this.outcomes = outcomes;
        this.format = new LogFormat(codec);
    }

    /**
     * Builds all leaves of the block. Empty if some records were deleted from the log. Records of a purged campaign
     * count as deciding no deferred requests: each deciding record is in a signed block before its campaign can be
     * purged.
     *
     * @throws PartitionStateUnavailableException if the outcomes cannot be read now
     * @throws RecordedOutcomes.OutcomeDeletedException if the outcomes were deleted from the state
     */
    public Optional<ProvenBlock> build(RequiredPosition required, long block) {
        long first = block * ProofBlock.SIZE;
        return log.read(required.partition(), first, first + ProofBlock.SIZE - 1)
                .map(records -> {
                    RecordedOutcomes.Block recorded = outcomes.block(required, block);
                    List<ProofLeaf> leaves = new ArrayList<>(records.size());
                    Set<UUID> purged = new HashSet<>();
                    for (LoggedRecord record : records) {
                        leaves.add(leaf(required, record, recorded.at(record.offset()), purged));
                    }
                    return new ProvenBlock(leaves, purged);
                });
    }

    /**
     * The decisions of a record on deferred requests. Empty if it decided none.
     *
     * @throws RecordedOutcomes.CampaignPurgedException if the campaign was purged from the state
     */
    public Optional<DeferredDecisions.Hashes> decisions(
            RequiredPosition required, CouponRecord by, long offset, long wanted) {
        boolean decides = by instanceof IssuingResumed || by instanceof CampaignClosed || by instanceof CampaignOpened;
        return decides
                ? outcomes.fanOut(required, by.campaignId(), offset)
                        .map(found -> new DeferredDecisions(required, outcomes)
                                .of(by.campaignId(), found, by instanceof CampaignOpened, wanted))
                : Optional.empty();
    }

    @Nullable
    public CouponRecord read(LoggedRecord record) {
        return format.read(record.key(), record.type(), record.value());
    }

    private ProofLeaf leaf(RequiredPosition required, LoggedRecord record, Outcome outcome, Set<UUID> purged) {
        CouponRecord read = read(record);
        if (read == null) {
            return ProofLeaf.of(ProofLeaf.Kind.UNREADABLE, record, NO_CAMPAIGN, outcome);
        }
        if (outcome.code() == Outcome.Code.PURGED) {
            purged.add(read.campaignId()); // the block may have been signed before the purge
        }
        if (read instanceof IssueRequested request) {
            return ProofLeaf.of(ProofLeaf.Kind.REQUEST, record, request.campaignId(), outcome)
                    .withUser(request.userId(), request.salt());
        }
        ProofLeaf command = ProofLeaf.of(ProofLeaf.Kind.COMMAND, record, read.campaignId(), outcome);
        if (outcome.code() != Outcome.Code.DONE) {
            return command;
        }
        try {
            return decisions(required, read, record.offset(), NO_OFFSET)
                    .map(decided -> command.withDecisions(decided.tree()))
                    .orElse(command);
        } catch (RecordedOutcomes.CampaignPurgedException campaignPurged) {
            purged.add(read.campaignId());
            return command;
        }
    }
}
