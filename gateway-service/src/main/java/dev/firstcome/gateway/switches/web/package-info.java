/** Operator endpoints for switches, and the HTTP broadcast of settings. */
@NullMarked
package dev.firstcome.gateway.switches.web;

import org.jspecify.annotations.NullMarked;
