package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.coupon.issuing.Fates;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
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
 * A random log of all commands and what the rules make of it, read as the watch may read it: requests before or after their
 * results, results of several partitions in any order against each other, some of them again, and the watermark behind.
 */
final class ReadStream implements CampaignFacts {
    private static final int PARTITION = 3;
    private static final int AHEAD = 5;

    private final Random random;
    private final List<LogRecord> records;
    private final Fates fates;
    private final Fold model = new Fold(PARTITION);
    private final List<Deque<Watched>> queues = IntStream.rangeClosed(0, Topics.PARTITIONS)
            .<Deque<Watched>>mapToObj(_ -> new ArrayDeque<>())
            .toList();
    private final Deque<CouponResult> pending = new ArrayDeque<>();

    /** Records are in the log, applied, and published, up to these indices. */
    private int appended;

    private int applied;
    private int published;
    private long readTo;

    ReadStream(long seed, int size) {
        this.random = new Random(seed);
        this.records = RandomLogs.lasting(seed, PARTITION, size);
        this.fates = new Fates(PARTITION, records);
    }

    /** Reads all of it. Where it begins in the midst, what was told until then is not known. */
    void readBy(LiveWatch watch, boolean inTheMidst) {
        if (inTheMidst) {
            int start = random.nextInt(records.size());
            while (applied < start) {
                goOn();
            }
            queues.forEach(Deque::clear);
            watch.begin(0);
        }
        while (published < records.size() || queues.stream().anyMatch(queue -> !queue.isEmpty())) {
            round(watch);
        }
        round(watch);
        round(watch);
    }

    private void round(LiveWatch watch) {
        long watermark = published == 0 ? -1 : records.get(published - 1).offset();
        int[] left = queues.stream().mapToInt(Deque::size).toArray();
        while (IntStream.of(left).anyMatch(some -> some > 0) || random.nextInt(3) > 0) {
            if (random.nextInt(3) == 0) {
                goOn();
            }
            int from = random.nextInt(queues.size());
            List<Watched> batch = new ArrayList<>();
            for (int i = random.nextInt(AHEAD); i >= 0 && !queues.get(from).isEmpty(); i--) {
                batch.add(queues.get(from).remove());
                left[from]--;
            }
            batch.forEach(this::note);
            watch.take(batch);
        }
        watch.judge(new Round(Map.of(PARTITION, watermark), Map.of(PARTITION, readTo)));
    }

    private void note(Watched watched) {
        switch (watched) {
            case Watched.Asked asked -> readTo = asked.offset() + 1;
            case Watched.Commanded command -> readTo = command.offset() + 1;
            case Watched.Told _ -> {}
        }
    }

    private void goOn() {
        switch (random.nextInt(8)) {
            case 0 -> again();
            case 1, 2 -> published = pending.isEmpty() ? applied : published;
            case 3 -> append();
            default -> apply();
        }
    }

    private void append() {
        if (appended < records.size()) {
            queues.getLast().add(watched(fates.log().get(appended++)));
        }
    }

    private void apply() {
        if (!pending.isEmpty()) {
            for (int i = random.nextInt(AHEAD); i >= 0 && !pending.isEmpty(); i--) {
                tell(pending.remove());
            }
        } else if (applied < records.size()) {
            if (appended == applied) {
                append();
            }
            model.apply(records.get(applied));
            pending.addAll(fates.resultsOf(fates.log().get(applied++)));
        }
    }

    /** As after a crash: what is not known to be published is told once more. */
    private void again() {
        if (pending.isEmpty()) {
            fates.log()
                    .subList(published, applied)
                    .forEach(entry -> fates.resultsOf(entry).forEach(this::tell));
        }
    }

    private void tell(CouponResult result) {
        int to = ResultPartitions.of(result.userId());
        queues.get(to).add(new Watched.Told(result, to, 0));
    }

    /** What nobody can read is a request of a campaign that nobody knows. */
    private static Watched watched(LogEntry entry) {
        return switch (entry.record()) {
            case CouponCommand command -> new Watched.Commanded(command, PARTITION, entry.offset());
            case IssueRequested asked -> new Watched.Asked(asked.campaignId(), PARTITION, entry.offset());
            case null, default -> new Watched.Asked(new UUID(0, 0), PARTITION, entry.offset());
        };
    }

    @Override
    public Optional<Facts> of(UUID campaignId) {
        return Optional.ofNullable(model.state().campaigns().get(campaignId))
                .map(state -> new Facts(
                        state.terms().draw() != null,
                        state.terms().limit(),
                        state.stock(),
                        state.held().size() - state.served()));
    }
}
