/** The architecture rules that the tests of all services extend. */
@NullMarked
package dev.firstcome.platform.architecture;

import org.jspecify.annotations.NullMarked;
