/** Errors as clients see them: problem documents with stable codes (RFC 9457). */
@NullMarked
package dev.firstcome.platform.problems;

import org.jspecify.annotations.NullMarked;
