/** Events written as user-service writes them. */
@NullMarked
package dev.firstcome.e2e.events;

import org.jspecify.annotations.NullMarked;
