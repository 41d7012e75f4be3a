package dev.firstcome.model;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.DrawRevealed;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.CampaignSpan;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.Draw;
import dev.firstcome.model.state.FanOut;
import dev.firstcome.model.state.Grant;
import dev.firstcome.model.state.GrantKey;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.Phase;
import dev.firstcome.model.state.RecordedDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fold of one partition of the coupon log under the issuing rules, versions 1 and 2. A decision depends only on the
 * record and the records before it. The code follows the rules line by line and is not optimized. Not thread-safe.
 */
public final class Fold {
    private static final int RULES_MAX = 2;
    private static final long NOTHING = -1;

    /** Limit of the live state, which stores a sequence in 4 bytes. */
    private static final long STOCK_MAX = (1L << 32) - 1;

    private static final int LIMIT_MAX = 100;
    private static final int SEGMENTS_MAX = 50;

    /** The live state stores the number of a fan-out record in 2 bytes. The close is also a fan-out record. */
    private static final int RESUMES_MAX = (1 << 16) - 2;

    /** Limit of the live state, which stores a time in 6 bytes. */
    private static final Instant TIMES_END = Instant.ofEpochMilli(1L << 47);

    private final int partition;
    private final Map<UUID, MutableCampaign> campaigns = new HashMap<>();
    private final SortedMap<Long, RecordedDecision> outcomes = new TreeMap<>();
    private long applied = NOTHING;
    private long time;
    private List<DeferredDecision> deferredDecisions = List.of();

    public Fold(int partition) {
        this.partition = partition;
    }

    /** Starts at a low watermark of another fold of the same log. */
    public Fold(int partition, LowWatermark lowWatermark) {
        this.partition = partition;
        applied = lowWatermark.offset() - 1;
        time = lowWatermark.timeMillis();
    }

    /**
     * Returns the first record of the oldest campaign, or the last record if there is no campaign. A fold that starts
     * there has the same campaigns as this one at the last record and the same decisions afterwards. Before that, it
     * decides PURGED for records of campaigns that are purged.
     */
    public LowWatermark lowWatermark() {
        return campaigns.values().stream()
                .map(campaign -> new LowWatermark(campaign.span.first(), campaign.span.before()))
                .min(Comparator.comparingLong(LowWatermark::offset))
                .orElse(new LowWatermark(applied, time));
    }

    /**
     * Decides the next record.
     *
     * @throws IllegalArgumentException if it belongs to another partition, or its offset does not exceed the last one
     * @throws UnknownRulesException if it requires rules that this model does not have; the state is then unchanged
     */
    public Decision apply(LogRecord record) {
        if (record.partition() != partition || record.offset() <= applied) {
            throw new IllegalArgumentException(
                    "partition %d at offset %d cannot apply the record of partition %d at offset %d"
                            .formatted(partition, applied, record.partition(), record.offset()));
        }
        deferredDecisions = new ArrayList<>();
        Decision decision = decide(record);
        applied = record.offset();
        outcomes.put(applied, new RecordedDecision(decision, 0));
        return decision;
    }

    /** Whether this campaign is scheduled and not purged. */
    public boolean knows(UUID campaignId) {
        return campaigns.containsKey(campaignId);
    }

    /** Returns the decisions of the last record on deferred requests, in the order of the decisions. */
    public List<DeferredDecision> deferredDecisions() {
        return List.copyOf(deferredDecisions);
    }

    /** Returns a copy of the state after the last record. */
    public PartitionState state() {
        var states = new TreeMap<UUID, CampaignState>();
        var due = new TreeMap<UUID, Long>();
        campaigns.forEach((id, campaign) -> {
            states.put(id, campaign.state());
            switch (campaign.phase) {
                case SCHEDULED -> due.put(id, campaign.opens);
                case OPEN -> due.put(id, campaign.closes);
                case PAUSED, CLOSED -> {}
            }
        });
        return new PartitionState(partition, applied, time, states, due, new TreeMap<>(outcomes));
    }

    private Decision decide(LogRecord record) {
        Optional<CouponRecord> read = LogRecordCodec.read(record);
        if (read.isEmpty()) {
            return new Decision.Invalid();
        }
        long now = Math.max(time, record.timestampMillis());
        Decision decision =
                switch (read.get()) {
                    case CampaignScheduled command -> schedule(command, record.offset());
                    case IssueRequested request -> request(request, now, record.offset());
                    case CouponCommand command -> command(command, now, record.offset());
                };
        time = now;
        return decision;
    }

    private Decision request(IssueRequested request, long now, long offset) {
        MutableCampaign campaign = campaigns.get(request.campaignId());
        return campaign == null ? new Decision.Purged() : RequestRules.decide(campaign, request, now, offset);
    }

    private Decision schedule(CampaignScheduled command, long offset) {
        MutableCampaign campaign = campaigns.get(command.campaignId());
        if (campaign != null) {
            return scheduleAgain(campaign, command, offset);
        }
        requireKnown(command);
        if (!possible(command)) {
            // The campaign remains unknown, so the decision on the command cannot be recorded.
            return new Decision.Refused();
        }
        var scheduled = new MutableCampaign(command, CampaignSpan.begins(offset, time));
        campaigns.put(command.campaignId(), scheduled);
        return recordDecision(scheduled, command.commandId(), true);
    }

    private static Decision scheduleAgain(MutableCampaign campaign, CampaignScheduled command, long offset) {
        Decision earlier = campaign.commands.get(command.commandId());
        if (earlier == null) {
            requireKnown(command);
        }
        campaign.span = campaign.span.rescheduledAt(offset);
        return earlier == null ? recordDecision(campaign, command.commandId(), false) : earlier;
    }

    private static void requireKnown(CampaignScheduled command) {
        if (!isKnown(command.rules())) {
            throw new UnknownRulesException("rules %d of campaign %s".formatted(command.rules(), command.campaignId()));
        }
    }

    private static boolean isKnown(int rules) {
        return rules >= 1 && rules <= RULES_MAX;
    }

    private static boolean possible(CampaignScheduled command) {
        return command.stock() >= 1
                && command.stock() <= STOCK_MAX
                && command.perUserLimit() >= 1
                && command.perUserLimit() <= LIMIT_MAX
                && command.segments().size() <= SEGMENTS_MAX
                && !command.opensAt().isBefore(Instant.EPOCH)
                && command.closesAt().isBefore(TIMES_END)
                && command.opensAt().isBefore(command.closesAt())
                && command.opensAt().toEpochMilli() < command.closesAt().toEpochMilli()
                && (command.mode() == CampaignMode.FIFO || Draw.possible(command));
    }

    private Decision command(CouponCommand command, long now, long offset) {
        MutableCampaign campaign = campaigns.get(command.campaignId());
        if (campaign == null) {
            return new Decision.Purged();
        }
        if (command instanceof CouponGranted grant) {
            return grant(campaign, grant, offset);
        }
        if (campaign.commands.containsKey(command.commandId())) {
            return campaign.commands.get(command.commandId());
        }
        if (command instanceof CampaignPurged purge && purge(campaign, purge, offset)) {
            return new Decision.Done();
        }
        boolean done =
                switch (command) {
                    case CampaignOpened open -> open(campaign, open, now, offset);
                    case DrawRevealed reveal -> reveal(campaign, reveal.seed(), now);
                    case CampaignClosed close -> close(campaign, close, now, offset);
                    case StockAdded more -> addStock(campaign, more);
                    case IssuingPaused pause -> pause(campaign, pause.until());
                    case IssuingResumed resume -> resume(campaign, resume, offset);
                    case UserBlocked block -> block(campaign, block.userId());
                    case RulesActivated activate -> activate(campaign, activate);
                    case CouponRevoked _ -> true;
                    case CampaignPurged _ -> false;
                    default -> throw new IllegalStateException(command + " is not a command of these rules");
                };
        Decision decision = recordDecision(campaign, command.commandId(), done);
        return command instanceof CouponRevoked ? new Decision.Revoked() : decision;
    }

    private boolean open(MutableCampaign campaign, CampaignOpened command, long now, long offset) {
        boolean unknownOrder = campaign.draw != null && campaign.seed == null;
        if (campaign.phase != Phase.SCHEDULED || now < campaign.opens || now >= campaign.closes || unknownOrder) {
            return false;
        }
        decideDeferred(campaign, command.campaignId(), offset, false);
        campaign.phase = Phase.OPEN;
        return true;
    }

    /** Refused before the opening time: no tickets are issued after it, so no user can choose a ticket by the seed. */
    private static boolean reveal(MutableCampaign campaign, String seed, long now) {
        boolean due = campaign.phase == Phase.SCHEDULED && now >= campaign.opens && campaign.seed == null;
        if (!due || campaign.draw == null || !campaign.draw.isSeed(seed)) {
            return false;
        }
        campaign.seed = seed;
        return true;
    }

    /** A paused campaign is not closed by time, because its deferred requests arrived in time. */
    private boolean close(MutableCampaign campaign, CampaignClosed command, long now, long offset) {
        boolean tooEarly =
                command.cause() == CloseCause.TIME && (now < campaign.closes || campaign.phase == Phase.PAUSED);
        if (campaign.phase == Phase.CLOSED || tooEarly) {
            return false;
        }
        decideDeferred(campaign, command.campaignId(), offset, true);
        campaign.phase = Phase.CLOSED;
        campaign.until = 0;
        campaign.span = campaign.span.ends(offset, now);
        return true;
    }

    /**
     * Refused until the decisions of its fan-out records are published. Also refused if another campaign begins between
     * the schedule records of this one: a fold that starts there would schedule it again.
     */
    private boolean purge(MutableCampaign campaign, CampaignPurged command, long offset) {
        boolean published = command.through() < offset && campaign.span.ended() <= command.through();
        boolean cut = campaigns.values().stream().anyMatch(other -> campaign.span.isCutAt(other.span.first()));
        if (campaign.phase != Phase.CLOSED || !published || cut) {
            return false;
        }
        campaigns.remove(command.campaignId());
        return true;
    }

    private static boolean addStock(MutableCampaign campaign, StockAdded command) {
        boolean fits = command.amount() >= 1 && command.amount() <= STOCK_MAX - campaign.stock;
        if (campaign.phase == Phase.CLOSED || !fits) {
            return false;
        }
        campaign.stock += command.amount();
        return true;
    }

    /** A second pause only changes the announced end. */
    private static boolean pause(MutableCampaign campaign, @Nullable Instant until) {
        boolean possible = until == null || (!until.isBefore(Instant.EPOCH) && until.isBefore(TIMES_END));
        if ((campaign.phase != Phase.OPEN && campaign.phase != Phase.PAUSED) || !possible) {
            return false;
        }
        campaign.phase = Phase.PAUSED;
        campaign.until = until == null ? 0 : until.toEpochMilli();
        return true;
    }

    private boolean resume(MutableCampaign campaign, IssuingResumed command, long offset) {
        if (campaign.phase != Phase.PAUSED || campaign.fanOuts.size() >= RESUMES_MAX) {
            return false;
        }
        decideDeferred(campaign, command.campaignId(), offset, false);
        campaign.phase = Phase.OPEN;
        campaign.until = 0;
        return true;
    }

    /** Decides all deferred requests, in the order of arrival, or at the opening of a draw in the order of the draw. */
    private void decideDeferred(MutableCampaign campaign, UUID campaignId, long offset, boolean closing) {
        int from = campaign.served + 1;
        int to = campaign.deferred.size();
        if (from > to) {
            return;
        }
        campaign.fanOuts.add(new FanOut(offset, from, to));
        boolean drawn = campaign.phase == Phase.SCHEDULED && !closing;
        for (int arrival : drawn ? drawOrder(campaign, campaignId) : arrivalOrder(from, to)) {
            DeferredDecision decided = RequestRules.decideDeferred(campaign, campaignId, arrival, closing);
            outcomes.put(decided.offset(), new RecordedDecision(decided.decision(), campaign.fanOuts.size()));
            deferredDecisions.add(decided);
        }
        campaign.served = to;
    }

    private static List<Integer> arrivalOrder(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static List<Integer> drawOrder(MutableCampaign campaign, UUID campaignId) {
        Comparator<UUID> order = Draw.order(Objects.requireNonNull(campaign.seed), campaignId);
        return IntStream.rangeClosed(1, campaign.deferred.size())
                .boxed()
                .sorted(Comparator.comparing(
                        arrival -> campaign.deferred.get(arrival - 1).userId(), order))
                .toList();
    }

    private static boolean block(MutableCampaign campaign, UUID userId) {
        campaign.blocked.add(userId);
        return true;
    }

    private static boolean activate(MutableCampaign campaign, RulesActivated command) {
        if (!isKnown(command.version())) {
            throw new UnknownRulesException(
                    "rules %d of campaign %s".formatted(command.version(), command.campaignId()));
        }
        if (campaign.phase == Phase.CLOSED) {
            return false;
        }
        campaign.rules = command.version();
        return true;
    }

    /** Deduplicated by grant and user, not by command id, so one command can grant to many users. */
    private static Decision grant(MutableCampaign campaign, CouponGranted command, long offset) {
        GrantKey key = GrantKey.of(command.grantId(), command.userId());
        if (campaign.grants.containsKey(key)) {
            return new Decision.Done();
        }
        if (campaign.blocked.contains(command.userId())) {
            return new Decision.Refused();
        }
        long sequence = campaign.grants.size() + 1L;
        campaign.grants.put(key, new Grant(sequence, offset));
        return new Decision.Granted(sequence);
    }

    private static Decision recordDecision(MutableCampaign campaign, String commandId, boolean done) {
        Decision decision = done ? new Decision.Done() : new Decision.Refused();
        campaign.commands.put(commandId, decision);
        return decision;
    }
}
