/** What the door lets through: its settings. */
@NullMarked
package dev.firstcome.gateway.door;

import org.jspecify.annotations.NullMarked;
