/** Who did what: entries that a process appends, chained so that nobody can change them unseen. */
@NullMarked
package dev.firstcome.platform.audit;

import org.jspecify.annotations.NullMarked;
