package dev.firstcome.platform.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.firstcome.platform.ids.Bucket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every bucket has one shard, and shards have the same number of buckets, or one more. */
class ShardMapTests {
    @Test
    void bucketsAreSpreadEvenly() {
        ShardMap map = new ShardMap(List.of("a", "b", "c"));
        Map<String, Long> counts = IntStream.range(0, Bucket.COUNT)
                .mapToObj(number -> map.shardOf(new Bucket(number)))
                .collect(Collectors.groupingBy(shard -> shard, Collectors.counting()));

        assertThat(counts).containsOnlyKeys("a", "b", "c");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(1365L, 1366L));
    }

    @Test
    void aServiceWithoutShardsSaysSoAtOnce() {
        assertThatIllegalStateException().isThrownBy(() -> new ShardMap(List.of()));
    }
}
