/** Tests of the rules that all platform modules obey. */
@NullMarked
package dev.firstcome.platform;

import org.jspecify.annotations.NullMarked;
