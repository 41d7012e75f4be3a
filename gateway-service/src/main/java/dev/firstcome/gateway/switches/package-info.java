/** Switch changes by operators: audit, publication, broadcast to every process, and expiry. */
@NullMarked
package dev.firstcome.gateway.switches;

import org.jspecify.annotations.NullMarked;
