/** The heads of all audit chains, confirmed by this gateway's own. */
@NullMarked
package dev.firstcome.gateway.audit;

import org.jspecify.annotations.NullMarked;
