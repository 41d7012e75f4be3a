package dev.firstcome.coupon.invariants.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.invariants.InvariantBreach;
import dev.firstcome.coupon.invariants.InvariantLedger;
import dev.firstcome.coupon.invariants.InvariantState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Returns the status of each invariant and its first breach. */
@RestController
@Tag(name = "Invariants")
class InvariantsController {
    private final InvariantLedger ledger;

    InvariantsController(InvariantLedger ledger) {
        this.ledger = ledger;
    }

    record Page(List<Item> items) {}

    /** One invariant. With {@code checked} zero, it is not confirmed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String invariant,
            String says,
            boolean holds,
            Instant since,
            long checked,
            long notChecked,
            @Nullable FirstBreach breach) {
        static Item of(InvariantState state) {
            return new Item(
                    state.invariant().name(),
                    state.invariant().sentence(),
                    state.holds(),
                    state.since(),
                    state.checked(),
                    state.notChecked(),
                    FirstBreach.of(state.breach()));
        }
    }

    record FirstBreach(UUID campaignId, Instant at, List<String> samples) {
        static @Nullable FirstBreach of(@Nullable InvariantBreach breach) {
            return breach == null ? null : new FirstBreach(breach.campaignId(), breach.at(), breach.samples());
        }
    }

    @GetMapping("/ops/invariants")
    @Operation(operationId = "listInvariants", summary = "Each invariant: since when it holds, and its first violation")
    Page invariants() {
        return new Page(ledger.states().stream().map(Item::of).toList());
    }
}
