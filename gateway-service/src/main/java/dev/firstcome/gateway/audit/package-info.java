/** Checkpoints of all audit chains. */
@NullMarked
package dev.firstcome.gateway.audit;

import org.jspecify.annotations.NullMarked;
