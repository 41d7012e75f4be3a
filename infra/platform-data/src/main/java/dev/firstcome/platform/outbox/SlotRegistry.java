package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records in the shard that its replication slot was created, so that a missing slot is known to be lost. It also records
 * whether the rows that a new slot does not contain were published from the table.
 */
final class SlotRegistry {
    private final ReplicationAddress address;
    private final Shards shards;
    private final JdbcClient jdbc;

    SlotRegistry(ReplicationAddress address, Shards shards, JdbcClient jdbc) {
        this.address = address;
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** The slot before the one that is about to be created. */
    enum PreviousSlot {
        NONE,
        /** It was in use and is lost. */
        LOST,
        /** Its creation was begun and not completed. */
        INCOMPLETE
    }

    /** Called before a slot is created. From now until {@link #markTablePublished()} the table is published first. */
    PreviousSlot beginCreation() {
        return shards.transactOn(address.shard(), () -> {
            boolean first =
                    jdbc.sql("insert into outbox_slot (name, table_told) values (?, false) on conflict do nothing")
                                    .param(address.slot())
                                    .update()
                            == 1;
            boolean inUse = jdbc.sql("update outbox_slot set table_told = false where name = ? and table_told")
                            .param(address.slot())
                            .update()
                    == 1;
            return first ? PreviousSlot.NONE : inUse ? PreviousSlot.LOST : PreviousSlot.INCOMPLETE;
        });
    }

    boolean isTablePublished() {
        return shards.transactOn(
                address.shard(),
                () -> jdbc.sql("select table_told from outbox_slot where name = ?")
                        .param(address.slot())
                        .query(Boolean.class)
                        .optional()
                        .orElse(false));
    }

    void markTablePublished() {
        shards.executeOn(
                address.shard(),
                () -> jdbc.sql("update outbox_slot set table_told = true where name = ?")
                        .param(address.slot())
                        .update());
    }
}
