/** Authentication, authorization, request limits, header sanitizing and problem documents. */
@NullMarked
package dev.firstcome.gateway.ingress.web;

import org.jspecify.annotations.NullMarked;
