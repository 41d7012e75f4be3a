package dev.firstcome.platform.shards;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** The connection details of this service's database on each shard, in the order of the shard map. */
public interface ShardConnectionDetails extends ConnectionDetails {
    List<Shard> shards();

    /**
     * @param username the role for reads and writes, with time-outs
     * @param ownerUsername the role that owns and migrates the schema, without time-outs; null for {@code username}
     */
    record Shard(
            String name,
            String url,
            String username,
            String password,
            @Nullable String ownerUsername,
            @Nullable String ownerPassword) {
        @Override
        public String toString() {
            return name + " (" + url + ")";
        }
    }
}
