/** The state of a partition and its campaigns, and the decisions on records. */
@NullMarked
package dev.firstcome.model.state;

import org.jspecify.annotations.NullMarked;
