/** How often a user or an address may call. */
@NullMarked
package dev.firstcome.gateway.limits;

import org.jspecify.annotations.NullMarked;
