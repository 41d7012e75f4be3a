/** The two Redis clusters. */
@NullMarked
package dev.firstcome.local.redis;

import org.jspecify.annotations.NullMarked;
