/** The shards: primaries, streaming replicas, databases and roles. */
@NullMarked
package dev.firstcome.local.postgres;

import org.jspecify.annotations.NullMarked;
