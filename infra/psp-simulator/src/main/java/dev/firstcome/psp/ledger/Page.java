package dev.firstcome.psp.ledger;

import java.util.List;

/** One page of a list. */
public record Page<T>(List<T> data, boolean hasMore) {
    public Page {
        data = List.copyOf(data);
    }
}
