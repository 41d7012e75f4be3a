/** Session families in the Postgres shards. */
@NullMarked
package dev.firstcome.user.session.store;

import org.jspecify.annotations.NullMarked;
