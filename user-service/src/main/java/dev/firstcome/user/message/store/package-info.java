/** Messages in the Postgres shards. */
@NullMarked
package dev.firstcome.user.message.store;

import org.jspecify.annotations.NullMarked;
