/** The audit trail: entries of operator requests and automatic actions, chained by hashes so that a change is detected. */
@NullMarked
package dev.firstcome.platform.audit;

import org.jspecify.annotations.NullMarked;
