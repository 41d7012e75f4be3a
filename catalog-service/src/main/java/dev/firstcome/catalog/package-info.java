/** Products, stock and the caches in front of them; until they come, an application that runs and says so. */
@NullMarked
package dev.firstcome.catalog;

import org.jspecify.annotations.NullMarked;
