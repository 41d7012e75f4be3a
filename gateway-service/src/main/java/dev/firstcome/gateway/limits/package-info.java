/** Rate limits per caller and route, and single use of stream tickets. */
@NullMarked
package dev.firstcome.gateway.limits;

import org.jspecify.annotations.NullMarked;
