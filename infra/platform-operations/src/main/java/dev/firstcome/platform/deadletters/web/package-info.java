/** The endpoints of dead letters for operators. */
@NullMarked
package dev.firstcome.platform.deadletters.web;

import org.jspecify.annotations.NullMarked;
