/** Access tokens, service tokens and stream tickets: verification, signing and access rules. */
@NullMarked
package dev.firstcome.platform.tokens;

import org.jspecify.annotations.NullMarked;
