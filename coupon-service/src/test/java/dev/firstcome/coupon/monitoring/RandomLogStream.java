package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.issuing.ModelOutcomes;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A random log of all commands and its results, in the orders in which the monitor may consume them. Requests precede
 * or follow their results. Results of several partitions are in any relative order, some are duplicates, and the
 * watermark lags behind.
 */
final class RandomLogStream implements CampaignFacts {
    private static final int PARTITION = 3;
    private static final int BATCH_MAX = 5;

    private final Random random;
    private final List<LogRecord> records;
    private final ModelOutcomes modelOutcomes;
    private final Fold model = new Fold(PARTITION);
    private final List<Deque<MonitoredRecord>> queues = IntStream.rangeClosed(0, Topics.PARTITIONS)
            .<Deque<MonitoredRecord>>mapToObj(_ -> new ArrayDeque<>())
            .toList();
    private final Deque<CouponResult> pending = new ArrayDeque<>();

    /** The number of records that are appended, applied and published. */
    private int appended;

    private int applied;
    private int published;
    private long readTo;

    RandomLogStream(long seed, int size) {
        this.random = new Random(seed);
        this.records = RandomLogs.withoutPurges(seed, PARTITION, size);
        this.modelOutcomes = new ModelOutcomes(PARTITION, records);
    }

    /** Consumes the whole stream. If it starts in the middle, earlier results are unknown. */
    void consumeWith(InvariantMonitor monitor, boolean fromTheMiddle) {
        if (fromTheMiddle) {
            int start = random.nextInt(records.size());
            while (applied < start) {
                step();
            }
            queues.forEach(Deque::clear);
            monitor.restart(0);
        }
        while (published < records.size() || queues.stream().anyMatch(queue -> !queue.isEmpty())) {
            round(monitor);
        }
        round(monitor);
        round(monitor);
    }

    private void round(InvariantMonitor monitor) {
        long watermark = published == 0 ? -1 : records.get(published - 1).offset();
        int[] left = queues.stream().mapToInt(Deque::size).toArray();
        while (IntStream.of(left).anyMatch(some -> some > 0) || random.nextInt(3) > 0) {
            if (random.nextInt(3) == 0) {
                step();
            }
            int from = random.nextInt(queues.size());
            List<MonitoredRecord> batch = new ArrayList<>();
            for (int i = random.nextInt(BATCH_MAX); i >= 0 && !queues.get(from).isEmpty(); i--) {
                batch.add(queues.get(from).remove());
                left[from]--;
            }
            batch.forEach(this::recordPosition);
            monitor.process(batch);
        }
        monitor.evaluate(new EvaluationRound(Map.of(PARTITION, watermark), Map.of(PARTITION, readTo)));
    }

    private void recordPosition(MonitoredRecord monitored) {
        switch (monitored) {
            case MonitoredRecord.Request request -> readTo = request.offset() + 1;
            case MonitoredRecord.Command command -> readTo = command.offset() + 1;
            case MonitoredRecord.Result _ -> {}
        }
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0 -> republish();
            case 1, 2 -> published = pending.isEmpty() ? applied : published;
            case 3 -> append();
            default -> apply();
        }
    }

    private void append() {
        if (appended < records.size()) {
            queues.getLast().add(monitored(modelOutcomes.log().get(appended++)));
        }
    }

    private void apply() {
        if (!pending.isEmpty()) {
            for (int i = random.nextInt(BATCH_MAX); i >= 0 && !pending.isEmpty(); i--) {
                publish(pending.remove());
            }
        } else if (applied < records.size()) {
            if (appended == applied) {
                append();
            }
            model.apply(records.get(applied));
            pending.addAll(modelOutcomes.resultsOf(modelOutcomes.log().get(applied++)));
        }
    }

    /** As after a crash: republishes the results that may be unpublished. */
    private void republish() {
        if (pending.isEmpty()) {
            modelOutcomes
                    .log()
                    .subList(published, applied)
                    .forEach(entry -> modelOutcomes.resultsOf(entry).forEach(this::publish));
        }
    }

    private void publish(CouponResult result) {
        int to = ResultPartitions.of(result.userId());
        queues.get(to).add(new MonitoredRecord.Result(result, to, 0));
    }

    /** An unreadable record counts as a request of an unknown campaign. */
    private static MonitoredRecord monitored(LogEntry entry) {
        return switch (entry.record()) {
            case CouponCommand command -> new MonitoredRecord.Command(command, PARTITION, entry.offset());
            case IssueRequested request -> new MonitoredRecord.Request(request.campaignId(), PARTITION, entry.offset());
            case null, default -> new MonitoredRecord.Request(new UUID(0, 0), PARTITION, entry.offset());
        };
    }

    @Override
    public Optional<Facts> of(UUID campaignId) {
        return Optional.ofNullable(model.state().campaigns().get(campaignId))
                .map(state -> new Facts(
                        state.terms().draw() != null,
                        state.terms().limit(),
                        state.stock(),
                        state.deferred().size() - state.served()));
    }
}
