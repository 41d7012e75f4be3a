/**
 * Persistent state of the provider: intents, refunds, the ledger, and the journal that restores them after a restart.
 */
@NullMarked
package dev.firstcome.psp.ledger;

import org.jspecify.annotations.NullMarked;
