/** The operators' calls about switches, and the calls to the processes that must know of them. */
@NullMarked
package dev.firstcome.gateway.switches.web;

import org.jspecify.annotations.NullMarked;
