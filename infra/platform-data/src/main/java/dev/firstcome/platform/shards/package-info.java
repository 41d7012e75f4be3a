/** The sharded database: one database per shard, selected by the bucket of the data. */
@NullMarked
package dev.firstcome.platform.shards;

import org.jspecify.annotations.NullMarked;
