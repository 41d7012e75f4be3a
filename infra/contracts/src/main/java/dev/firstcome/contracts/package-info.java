/** Topics and events: all that services share about each other, as plain data without logic. */
@NullMarked
package dev.firstcome.contracts;

import org.jspecify.annotations.NullMarked;
