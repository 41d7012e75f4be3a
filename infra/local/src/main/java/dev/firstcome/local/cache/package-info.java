/** AOT caches of the JVM, with which programs start faster (docs/decisions/0014). */
@NullMarked
package dev.firstcome.local.cache;

import org.jspecify.annotations.NullMarked;
