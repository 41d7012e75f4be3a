/** That the documents about the project say what is so. */
@NullMarked
package dev.firstcome.e2e.guarantees;

import org.jspecify.annotations.NullMarked;
