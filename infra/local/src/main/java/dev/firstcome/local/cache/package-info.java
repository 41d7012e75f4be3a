/** The JVM's caches of what a program's start loads, links and compiles (docs/decisions/0014). */
@NullMarked
package dev.firstcome.local.cache;

import org.jspecify.annotations.NullMarked;
