package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.IssuingResumed;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.coupon.log.LogFormat;
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
 * Makes a block's leaves of the log and of what the state has recorded, at any time after the block was published: who
 * makes them, and when, and in which batches the records were decided, makes no difference.
 */
@Component
final class BlockLeaves {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final long NO_OFFSET = -1;

    private final LogSections log;
    private final RecordedOutcomes outcomes;
    private final LogFormat format;

    BlockLeaves(LogSections log, RecordedOutcomes outcomes, EventCodec codec) {
        this.log = log;
        this.outcomes = outcomes;
        this.format = new LogFormat(codec);
    }

    /**
     * All of them; empty if the log does not have all records any more. A record of a campaign that the state has forgotten
     * is taken to have decided no held requests: what did is in a signed block before its campaign may be forgotten.
     *
     * @throws FoldUnavailable if the state cannot say now what became of them
     * @throws RecordedOutcomes.Dropped if it never will
     */
    Optional<ProvenBlock> of(FoldMoment moment, long block) {
        long first = block * ProofBlock.SIZE;
        return log.read(moment.partition(), first, first + ProofBlock.SIZE - 1).map(records -> {
            RecordedOutcomes.Block recorded = outcomes.block(moment, block);
            List<ProofLeaf> leaves = new ArrayList<>(records.size());
            Set<UUID> forgotten = new HashSet<>();
            for (LoggedRecord record : records) {
                leaves.add(leaf(moment, record, recorded.at(record.offset()), forgotten));
            }
            return new ProvenBlock(leaves, forgotten);
        });
    }

    /**
     * What a record made of held requests; empty if it decided none.
     *
     * @throws RecordedOutcomes.Forgotten if the state does not have its campaign any more
     */
    Optional<HeldDecisions.Hashes> decisions(FoldMoment moment, CouponRecord by, long offset, long wanted) {
        boolean decides = by instanceof IssuingResumed || by instanceof CampaignClosed || by instanceof CampaignOpened;
        return decides
                ? outcomes.fanOut(moment, by.campaignId(), offset)
                        .map(found -> new HeldDecisions(moment, outcomes)
                                .of(by.campaignId(), found, by instanceof CampaignOpened, wanted))
                : Optional.empty();
    }

    @Nullable
    CouponRecord read(LoggedRecord record) {
        return format.read(record.key(), record.type(), record.value());
    }

    private ProofLeaf leaf(FoldMoment moment, LoggedRecord record, Outcome outcome, Set<UUID> forgotten) {
        CouponRecord read = read(record);
        if (read == null) {
            return ProofLeaf.of(ProofLeaf.Kind.UNREADABLE, record, NOBODY, outcome);
        }
        if (outcome.code() == Outcome.Code.FORGOTTEN) {
            forgotten.add(read.campaignId()); // now, and perhaps not yet when the block was signed
        }
        if (read instanceof IssueRequested asked) {
            return ProofLeaf.of(ProofLeaf.Kind.REQUEST, record, asked.campaignId(), outcome)
                    .by(asked.userId(), asked.salt());
        }
        ProofLeaf command = ProofLeaf.of(ProofLeaf.Kind.COMMAND, record, read.campaignId(), outcome);
        if (outcome.code() != Outcome.Code.DONE) {
            return command;
        }
        try {
            return decisions(moment, read, record.offset(), NO_OFFSET)
                    .map(decided -> command.deciding(decided.tree()))
                    .orElse(command);
        } catch (RecordedOutcomes.Forgotten gone) {
            forgotten.add(read.campaignId());
            return command;
        }
    }
}
