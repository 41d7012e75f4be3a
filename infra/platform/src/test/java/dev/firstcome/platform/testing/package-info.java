/** What the tests of all modules share. */
@NullMarked
package dev.firstcome.platform.testing;

import org.jspecify.annotations.NullMarked;
