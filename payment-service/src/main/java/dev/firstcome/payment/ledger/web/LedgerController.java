package dev.firstcome.payment.ledger.web;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.LedgerBook;
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

/** Operators look at the ledger. */
@RestController
@RequestMapping("/ops/ledger")
@Tag(name = "Money")
class LedgerController {
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 9999;

    private final LedgerReport report;
    private final LedgerBook book;

    LedgerController(LedgerReport report, LedgerBook book) {
        this.report = report;
        this.book = book;
    }

    /** What a day did to the accounts. */
    record DayBody(
            LocalDate day, boolean closed, boolean sumsToZero, List<AccountBody> accounts, List<ShardBody> shards) {}

    record AccountBody(Account account, String currency, long debit, long credit, long balance, long closing) {}

    record ShardBody(String shard, boolean sumsToZero, long entries, List<AccountBody> accounts) {}

    record PostingsBody(List<LedgerBook.Posting> items) {}

    @GetMapping
    @Operation(
            summary = "What a day in UTC did to the accounts, and where they stand at its end",
            description = "Of all shards, or 503. balance is that of the day, closing that up to its end.")
    DayBody day(
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day) {
        if (day != null && (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR)) {
            throw ProblemException.invalid("day", "a day since " + FIRST_YEAR);
        }
        Day found = report.of(day);
        return new DayBody(
                found.day(),
                found.closed(),
                found.sumsToZero(),
                bodies(found.accounts()),
                found.shards().stream()
                        .map(part ->
                                new ShardBody(part.shard(), part.sumsToZero(), part.entries(), bodies(part.accounts())))
                        .toList());
    }

    private static List<AccountBody> bodies(List<LedgerBook.Sums> accounts) {
        return accounts.stream()
                .map(sums -> new AccountBody(
                        sums.account(), sums.currency(), sums.debit(), sums.credit(), sums.balance(), sums.closing()))
                .toList();
    }

    @GetMapping("/payments/{paymentId}")
    @Operation(summary = "A payment's postings, the oldest first; of a payment that does not exist there are none")
    PostingsBody postings(@PathVariable UUID paymentId) {
        return new PostingsBody(book.of(paymentId));
    }
}
