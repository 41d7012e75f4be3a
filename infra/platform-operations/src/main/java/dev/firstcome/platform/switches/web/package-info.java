/** The internal endpoint for settings that are sent to a process directly. */
@NullMarked
package dev.firstcome.platform.switches.web;

import org.jspecify.annotations.NullMarked;
