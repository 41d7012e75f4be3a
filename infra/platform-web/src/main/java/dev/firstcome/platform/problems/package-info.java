/** Error responses: problem documents with stable codes (RFC 9457), in English and Korean. */
@NullMarked
package dev.firstcome.platform.problems;

import org.jspecify.annotations.NullMarked;
