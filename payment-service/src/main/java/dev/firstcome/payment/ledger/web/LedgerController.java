package dev.firstcome.payment.ledger.web;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.LedgerQueries;
import dev.firstcome.payment.ledger.LedgerReport;
import dev.firstcome.payment.ledger.LedgerReport.Day;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Ledger reports for operators. */
@RestController
@RequestMapping("/ops/ledger")
@Tag(name = "Money")
class LedgerController {
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 9999;

    private final LedgerReport report;
    private final LedgerQueries ledger;

    LedgerController(LedgerReport report, LedgerQueries ledger) {
        this.report = report;
        this.ledger = ledger;
    }

    /** Account totals of one day. */
    record DayBody(
            LocalDate day, boolean closed, boolean sumsToZero, List<AccountBody> accounts, List<ShardBody> shards) {}

    record AccountBody(Account account, String currency, long debit, long credit, long balance, long closing) {}

    record ShardBody(String shard, boolean sumsToZero, long entries, List<AccountBody> accounts) {}

    record PostingsBody(List<LedgerQueries.Posting> items) {}

    @GetMapping
    @Operation(
            summary = "The account totals of a day in UTC, and the balances at its end",
            description = "Covers all shards; 503 if a shard is unavailable. balance is the change during the day,"
                    + " closing the balance at its end.")
    DayBody day(
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day) {
        if (day != null && (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR)) {
            throw ProblemException.invalid("day", "must be a date from " + FIRST_YEAR + " on");
        }
        Day found = report.forDay(day);
        return new DayBody(
                found.day(),
                found.closed(),
                found.sumsToZero(),
                toBodies(found.accounts()),
                found.shards().stream()
                        .map(shard -> new ShardBody(
                                shard.shard(), shard.sumsToZero(), shard.entries(), toBodies(shard.accounts())))
                        .toList());
    }

    private static List<AccountBody> toBodies(List<LedgerQueries.AccountTotals> accounts) {
        return accounts.stream()
                .map(totals -> new AccountBody(
                        totals.account(),
                        totals.currency(),
                        totals.debit(),
                        totals.credit(),
                        totals.balance(),
                        totals.closing()))
                .toList();
    }

    @GetMapping("/payments/{paymentId}")
    @Operation(summary = "A payment's postings, the oldest first; empty for an unknown payment")
    PostingsBody postings(@PathVariable UUID paymentId) {
        return new PostingsBody(ledger.postingsOf(paymentId));
    }
}
