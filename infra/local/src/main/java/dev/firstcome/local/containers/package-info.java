/** Descriptions of servers as containers, without a dependency on a container library. */
@NullMarked
package dev.firstcome.local.containers;

import org.jspecify.annotations.NullMarked;
