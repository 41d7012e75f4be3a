/** The command line of ./firstcome. */
@NullMarked
package dev.firstcome.local.cli;

import org.jspecify.annotations.NullMarked;
