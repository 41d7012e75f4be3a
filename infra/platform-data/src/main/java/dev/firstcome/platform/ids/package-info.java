/** Ids that contain the bucket of their owner. */
@NullMarked
package dev.firstcome.platform.ids;

import org.jspecify.annotations.NullMarked;
