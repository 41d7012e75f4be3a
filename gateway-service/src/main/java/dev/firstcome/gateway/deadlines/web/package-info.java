/** The deadline headers of requests to services, and the connections on which these requests are sent. */
@NullMarked
package dev.firstcome.gateway.deadlines.web;

import org.jspecify.annotations.NullMarked;
