package dev.firstcome.payment.ledger;

import dev.firstcome.payment.ledger.LedgerBook.Sums;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What a day did to the accounts, of every shard or not at all. Whatever moves sums to zero, wherever it is looked at. */
@Service
public final class LedgerReport {
    private final LedgerBook book;
    private final Shards shards;
    private final Clock clock;

    LedgerReport(LedgerBook book, Shards shards, Clock clock) {
        this.book = book;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * A day in UTC.
     *
     * @param closed whether it is over: nothing is added to it any more
     * @param accounts of all shards together
     */
    public record Day(LocalDate day, boolean closed, List<Sums> accounts, List<ShardDay> shards) {
        public Day {
            accounts = List.copyOf(accounts);
            shards = List.copyOf(shards);
        }

        public boolean sumsToZero() {
            return LedgerReport.sumsToZero(accounts) && shards.stream().allMatch(ShardDay::sumsToZero);
        }
    }

    /** The same day in one shard. */
    public record ShardDay(String shard, List<Sums> accounts) {
        public ShardDay {
            accounts = List.copyOf(accounts);
        }

        public boolean sumsToZero() {
            return LedgerReport.sumsToZero(accounts);
        }

        public long entries() {
            return accounts.stream().mapToLong(Sums::entries).sum();
        }
    }

    /** @param wanted null: today */
    public Day of(@Nullable LocalDate wanted) {
        Instant now = clock.instant();
        LocalDate day = wanted == null ? now.atOffset(ZoneOffset.UTC).toLocalDate() : wanted;
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<ShardDay> parts = shards.map().shards().stream()
                .map(shard -> new ShardDay(shard, book.sums(shard, from, to)))
                .toList();
        return new Day(day, !to.isAfter(now), total(parts), parts);
    }

    private record Key(Account account, String currency) {}

    static List<Sums> total(List<ShardDay> parts) {
        Map<Key, Sums> total = new HashMap<>();
        parts.stream()
                .map(ShardDay::accounts)
                .flatMap(Collection::stream)
                .forEach(part -> total.merge(new Key(part.account(), part.currency()), part, LedgerReport::together));
        return total.values().stream()
                .sorted(Comparator.comparing(Sums::currency).thenComparing(Sums::account))
                .toList();
    }

    private static Sums together(Sums one, Sums other) {
        return new Sums(
                one.account(),
                one.currency(),
                one.debit() + other.debit(),
                one.credit() + other.credit(),
                one.closing() + other.closing(),
                one.entries() + other.entries());
    }

    static boolean sumsToZero(List<Sums> accounts) {
        Map<String, Long> moved = new HashMap<>();
        Map<String, Long> standing = new HashMap<>();
        accounts.forEach(sums -> {
            moved.merge(sums.currency(), sums.balance(), Long::sum);
            standing.merge(sums.currency(), sums.closing(), Long::sum);
        });
        return moved.values().stream().allMatch(sum -> sum == 0)
                && standing.values().stream().allMatch(sum -> sum == 0);
    }
}
