/** What the provider knows and keeps: intents, refunds, the ledger, and the journal that makes them outlive the process. */
@NullMarked
package dev.firstcome.psp.ledger;

import org.jspecify.annotations.NullMarked;
