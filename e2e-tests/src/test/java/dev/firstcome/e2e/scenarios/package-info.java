/** What the platform promises, shown on a running one, with and without faults. */
@NullMarked
package dev.firstcome.e2e.scenarios;

import org.jspecify.annotations.NullMarked;
