/** Dead letters of this service's topics: listing, inspection and redrive by operators. */
@NullMarked
package dev.firstcome.platform.deadletters;

import org.jspecify.annotations.NullMarked;
