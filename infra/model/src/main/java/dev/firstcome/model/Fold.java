package dev.firstcome.model;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponGranted;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponRevoked;
import dev.firstcome.contracts.coupon.DrawRevealed;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.IssuingPaused;
import dev.firstcome.contracts.coupon.IssuingResumed;
import dev.firstcome.contracts.coupon.RulesActivated;
import dev.firstcome.contracts.coupon.StockAdded;
import dev.firstcome.contracts.coupon.UserBlocked;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The fold of one partition of the coupon log under the issuing rules, version 1: each record is decided by the records
 * before it and by nothing else. Written to be compared with the rules line by line, not to be fast. For one thread.
 */
public final class Fold {
    private static final int RULES = 1;
    private static final long NOTHING = -1;

    /** What the live state has room for: a sequence in 5 bytes, times from 1970 to the year 6429. */
    private static final long STOCK_MAX = (1L << 40) - 1;

    private static final Instant TIMES_END = Instant.ofEpochMilli(1L << 47);

    private final int partition;
    private final Map<UUID, Campaign> campaigns = new HashMap<>();
    private final SortedMap<Long, Decision> outcomes = new TreeMap<>();
    private long applied = NOTHING;
    private long time;

    public Fold(int partition) {
        this.partition = partition;
    }

    /**
     * Decides the next record.
     *
     * @throws IllegalArgumentException if it is another partition's, or its offset is not above the last one's
     * @throws UnknownRules if these rules do not know what it asks; the state is then as before
     */
    public Decision apply(LogRecord record) {
        if (record.partition() != partition || record.offset() <= applied) {
            throw new IllegalArgumentException("partition %d at offset %d cannot take partition %d, offset %d"
                    .formatted(partition, applied, record.partition(), record.offset()));
        }
        Decision decision = decide(record);
        applied = record.offset();
        outcomes.put(applied, decision);
        return decision;
    }

    /** A copy of the state after the last record. */
    public PartitionState state() {
        var states = new TreeMap<UUID, CampaignState>();
        var due = new TreeMap<UUID, Long>();
        campaigns.forEach((id, campaign) -> {
            states.put(id, campaign.state());
            switch (campaign.phase) {
                case SCHEDULED -> due.put(id, campaign.opens);
                case OPEN -> due.put(id, campaign.closes);
                case CLOSED -> {}
            }
        });
        return new PartitionState(partition, applied, time, states, due, new TreeMap<>(outcomes));
    }

    private Decision decide(LogRecord record) {
        Optional<CouponRecord> read = RecordForm.read(record);
        if (read.isEmpty()) {
            return new Decision.Invalid();
        }
        long now = Math.max(time, record.timestampMillis());
        Decision decision =
                switch (read.get()) {
                    case CampaignScheduled command -> schedule(command);
                    case CampaignOpened command -> open(command, now);
                    case CampaignClosed command -> close(command, now);
                    case IssueRequested request -> issue(request, now, record.offset());
                    case StockAdded _,
                            IssuingPaused _,
                            IssuingResumed _,
                            CouponGranted _,
                            CouponRevoked _,
                            UserBlocked _,
                            RulesActivated _,
                            DrawRevealed _,
                            CampaignForgotten _ ->
                        throw new UnknownRules("%s at offset %d".formatted(record.type(), record.offset()));
                };
        time = now;
        return decision;
    }

    private Decision schedule(CampaignScheduled command) {
        Campaign campaign = campaigns.get(command.campaignId());
        if (campaign != null && campaign.commands.containsKey(command.commandId())) {
            return campaign.commands.get(command.commandId());
        }
        if (command.rules() != RULES) {
            throw new UnknownRules("rules %d of campaign %s".formatted(command.rules(), command.campaignId()));
        }
        if (campaign != null) {
            return remember(campaign, command.commandId(), new Decision.Refused());
        }
        if (!possible(command)) {
            // The campaign stays unknown, so there is nowhere to remember this.
            return new Decision.Refused();
        }
        var scheduled = new Campaign(command);
        campaigns.put(command.campaignId(), scheduled);
        return remember(scheduled, command.commandId(), new Decision.Done());
    }

    private static boolean possible(CampaignScheduled command) {
        return command.stock() >= 1
                && command.stock() <= STOCK_MAX
                && command.perUserLimit() == 1
                && command.mode() == CampaignMode.FIFO
                && command.segments().isEmpty()
                && !command.opensAt().isBefore(Instant.EPOCH)
                && command.closesAt().isBefore(TIMES_END)
                && command.opensAt().isBefore(command.closesAt())
                && command.opensAt().toEpochMilli() < command.closesAt().toEpochMilli();
    }

    private Decision open(CampaignOpened command, long now) {
        Campaign campaign = campaigns.get(command.campaignId());
        if (campaign == null) {
            return new Decision.Forgotten();
        }
        if (campaign.commands.containsKey(command.commandId())) {
            return campaign.commands.get(command.commandId());
        }
        if (campaign.phase != Phase.SCHEDULED || now < campaign.opens || now >= campaign.closes) {
            return remember(campaign, command.commandId(), new Decision.Refused());
        }
        campaign.phase = Phase.OPEN;
        return remember(campaign, command.commandId(), new Decision.Done());
    }

    private Decision close(CampaignClosed command, long now) {
        Campaign campaign = campaigns.get(command.campaignId());
        if (campaign == null) {
            return new Decision.Forgotten();
        }
        if (campaign.commands.containsKey(command.commandId())) {
            return campaign.commands.get(command.commandId());
        }
        if (campaign.phase == Phase.CLOSED || (command.cause() == CloseCause.TIME && now < campaign.closes)) {
            return remember(campaign, command.commandId(), new Decision.Refused());
        }
        campaign.phase = Phase.CLOSED;
        return remember(campaign, command.commandId(), new Decision.Done());
    }

    private Decision issue(IssueRequested request, long now, long offset) {
        Campaign campaign = campaigns.get(request.campaignId());
        if (campaign == null) {
            return new Decision.Forgotten();
        }
        if (campaign.phase == Phase.CLOSED || now >= campaign.closes) {
            return new Decision.Closed();
        }
        if (campaign.phase == Phase.SCHEDULED) {
            return new Decision.NotOpen();
        }
        Holding held = campaign.holders.get(request.userId());
        if (held != null) {
            return new Decision.Duplicate(held.sequence());
        }
        if (campaign.issued >= campaign.stock) {
            return new Decision.SoldOut();
        }
        campaign.issued++;
        campaign.holders.put(request.userId(), new Holding(campaign.issued, offset));
        return new Decision.Issued(campaign.issued);
    }

    private static Decision remember(Campaign campaign, String commandId, Decision decision) {
        campaign.commands.put(commandId, decision);
        return decision;
    }
}
