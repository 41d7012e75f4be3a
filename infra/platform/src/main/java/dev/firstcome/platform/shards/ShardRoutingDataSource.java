package dev.firstcome.platform.shards;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Gives connections of the bound shard. No shard bound is an error of the program, not a default. */
public final class ShardRoutingDataSource extends AbstractRoutingDataSource {
    public ShardRoutingDataSource(Map<String, DataSource> shards) {
        setTargetDataSources(Map.copyOf(shards));
        setLenientFallback(false);
        afterPropertiesSet();
    }

    @Override
    protected Object determineCurrentLookupKey() {
        String shard = Shards.current();
        if (shard == null) {
            throw new IllegalStateException("SQL without a bound shard: go through Shards");
        }
        return shard;
    }
}
