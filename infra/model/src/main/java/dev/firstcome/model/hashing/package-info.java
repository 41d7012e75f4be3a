/** Values that are derived by SHA-256. */
@NullMarked
package dev.firstcome.model.hashing;

import org.jspecify.annotations.NullMarked;
