/** Operators' calls that the gateway answers itself, on their way into the trail. */
@NullMarked
package dev.firstcome.gateway.audit.web;

import org.jspecify.annotations.NullMarked;
