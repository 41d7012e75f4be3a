/** What operators are told of a running platform, beyond what it says of itself. */
@NullMarked
package dev.firstcome.e2e.report;

import org.jspecify.annotations.NullMarked;
