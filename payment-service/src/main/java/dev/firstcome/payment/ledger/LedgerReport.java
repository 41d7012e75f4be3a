package dev.firstcome.payment.ledger;

import dev.firstcome.payment.ledger.LedgerQueries.AccountTotals;
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

/**
 * Reports the account totals of a day. A report covers all shards or fails. The totals sum to zero per currency, in
 * each shard and over all shards.
 */
@Service
public final class LedgerReport {
    private final LedgerQueries ledger;
    private final Shards shards;
    private final Clock clock;

    LedgerReport(LedgerQueries ledger, Shards shards, Clock clock) {
        this.ledger = ledger;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * The totals of a day in UTC.
     *
     * @param closed whether the day is over, so that no entry is added to it
     * @param accounts totals over all shards
     */
    public record Day(LocalDate day, boolean closed, List<AccountTotals> accounts, List<ShardDay> shards) {
        public Day {
            accounts = List.copyOf(accounts);
            shards = List.copyOf(shards);
        }

        public boolean sumsToZero() {
            return LedgerReport.sumsToZero(accounts) && shards.stream().allMatch(ShardDay::sumsToZero);
        }
    }

    /** The totals of a day in one shard. */
    public record ShardDay(String shard, List<AccountTotals> accounts) {
        public ShardDay {
            accounts = List.copyOf(accounts);
        }

        public boolean sumsToZero() {
            return LedgerReport.sumsToZero(accounts);
        }

        public long entries() {
            return accounts.stream().mapToLong(AccountTotals::entries).sum();
        }
    }

    /** @param requestedDay null: today */
    public Day forDay(@Nullable LocalDate requestedDay) {
        Instant now = clock.instant();
        LocalDate day = requestedDay == null ? now.atOffset(ZoneOffset.UTC).toLocalDate() : requestedDay;
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<ShardDay> shardDays = shards.map().shards().stream()
                .map(shard -> new ShardDay(shard, ledger.accountTotals(shard, from, to)))
                .toList();
        return new Day(day, !to.isAfter(now), total(shardDays), shardDays);
    }

    private record Key(Account account, String currency) {}

    static List<AccountTotals> total(List<ShardDay> shardDays) {
        Map<Key, AccountTotals> total = new HashMap<>();
        shardDays.stream()
                .map(ShardDay::accounts)
                .flatMap(Collection::stream)
                .forEach(
                        totals -> total.merge(new Key(totals.account(), totals.currency()), totals, LedgerReport::add));
        return total.values().stream()
                .sorted(Comparator.comparing(AccountTotals::currency).thenComparing(AccountTotals::account))
                .toList();
    }

    private static AccountTotals add(AccountTotals one, AccountTotals other) {
        return new AccountTotals(
                one.account(),
                one.currency(),
                one.debit() + other.debit(),
                one.credit() + other.credit(),
                one.closing() + other.closing(),
                one.entries() + other.entries());
    }

    static boolean sumsToZero(List<AccountTotals> accounts) {
        Map<String, Long> balances = new HashMap<>();
        Map<String, Long> closings = new HashMap<>();
        accounts.forEach(totals -> {
            balances.merge(totals.currency(), totals.balance(), Long::sum);
            closings.merge(totals.currency(), totals.closing(), Long::sum);
        });
        return balances.values().stream().allMatch(sum -> sum == 0)
                && closings.values().stream().allMatch(sum -> sum == 0);
    }
}
