/** Ids that know their bucket. */
@NullMarked
package dev.firstcome.platform.ids;

import org.jspecify.annotations.NullMarked;
