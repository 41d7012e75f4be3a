package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers in the shard that its slot was made, so that a missing one is known to be lost, and whether what the slot does not
 * know was told.
 */
final class KnownSlots {
    private final LogAddress address;
    private final Shards shards;
    private final JdbcClient jdbc;

    KnownSlots(LogAddress address, Shards shards, JdbcClient jdbc) {
        this.address = address;
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** What came before a slot that is about to be made. */
    enum Before {
        NOTHING,
        /** A slot that is gone now. */
        SLOT,
        /** Somebody who was at it, and did not come to an end. */
        ATTEMPT
    }

    /** The slot is about to be made: from now on the table is told before the log, until {@link #tableIsTold()}. */
    Before isToBeMade() {
        return shards.transactOn(address.shard(), () -> {
            boolean first =
                    jdbc.sql("insert into outbox_slot (name, table_told) values (?, false) on conflict do nothing")
                                    .param(address.slot())
                                    .update()
                            == 1;
            boolean told = jdbc.sql("update outbox_slot set table_told = false where name = ? and table_told")
                            .param(address.slot())
                            .update()
                    == 1;
            return first ? Before.NOTHING : told ? Before.SLOT : Before.ATTEMPT;
        });
    }

    boolean isTableTold() {
        return shards.transactOn(
                address.shard(),
                () -> jdbc.sql("select table_told from outbox_slot where name = ?")
                        .param(address.slot())
                        .query(Boolean.class)
                        .optional()
                        .orElse(false));
    }

    void tableIsTold() {
        shards.executeOn(
                address.shard(),
                () -> jdbc.sql("update outbox_slot set table_told = true where name = ?")
                        .param(address.slot())
                        .update());
    }
}
