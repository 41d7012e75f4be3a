/** Where operators look at dead letters and send them again. */
@NullMarked
package dev.firstcome.platform.deadletters.web;

import org.jspecify.annotations.NullMarked;
