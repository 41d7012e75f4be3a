/** Tests of the encoding of log records. */
@NullMarked
package dev.firstcome.model.log;

import org.jspecify.annotations.NullMarked;
