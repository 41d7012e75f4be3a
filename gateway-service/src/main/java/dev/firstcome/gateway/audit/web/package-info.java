/** Audit entries for operator requests that the gateway answers itself. */
@NullMarked
package dev.firstcome.gateway.audit.web;

import org.jspecify.annotations.NullMarked;
