package dev.firstcome.platform.shards;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** Where this service's database is in each shard, in the order in which buckets are spread over them. */
public interface ShardConnectionDetails extends ConnectionDetails {
    List<Shard> shards();

    /**
     * @param username the role that serves: it reads and writes rows, under the role's time-outs
     * @param ownerUsername the role that owns the schema and migrates it, without time-outs; none: {@code username}
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
