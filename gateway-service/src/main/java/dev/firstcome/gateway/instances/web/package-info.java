/** Request routing to an instance and readiness polls. */
@NullMarked
package dev.firstcome.gateway.instances.web;

import org.jspecify.annotations.NullMarked;
