/** Accounts in the Postgres shards. */
@NullMarked
package dev.firstcome.user.account.store;

import org.jspecify.annotations.NullMarked;
