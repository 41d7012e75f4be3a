/** Who calls: access tokens and what they allow. */
@NullMarked
package dev.firstcome.platform.tokens;

import org.jspecify.annotations.NullMarked;
