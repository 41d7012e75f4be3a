package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers in the shard that its slot was made, so that a missing one is known to be lost. */
final class KnownSlots {
    private final LogAddress address;
    private final Shards shards;
    private final JdbcClient jdbc;

    KnownSlots(LogAddress address, Shards shards, JdbcClient jdbc) {
        this.address = address;
        this.shards = shards;
        this.jdbc = jdbc;
    }

    boolean wasMade() {
        return shards.transactOn(
                address.shard(),
                () -> jdbc.sql("select count(*) from outbox_slot where name = ?")
                                .param(address.slot())
                                .query(Integer.class)
                                .single()
                        > 0);
    }

    void made() {
        shards.executeOn(
                address.shard(),
                () -> jdbc.sql("insert into outbox_slot (name) values (?) on conflict do nothing")
                        .param(address.slot())
                        .update());
    }
}
