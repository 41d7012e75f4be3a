/** What is done again and again. */
@NullMarked
package dev.firstcome.platform.schedules;

import org.jspecify.annotations.NullMarked;
