/** Cross-cutting web configuration: public endpoints, the request body limit and problem responses. */
@NullMarked
package dev.firstcome.user.api.web;

import org.jspecify.annotations.NullMarked;
