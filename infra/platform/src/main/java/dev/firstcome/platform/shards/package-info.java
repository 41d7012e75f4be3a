/** One database per shard, chosen by the bucket of the data's owner. */
@NullMarked
package dev.firstcome.platform.shards;

import org.jspecify.annotations.NullMarked;
