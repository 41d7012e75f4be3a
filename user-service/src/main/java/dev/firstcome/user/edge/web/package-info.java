/** What all calls of this service have in common: who may call without a token, and how large a body may be. */
@NullMarked
package dev.firstcome.user.edge.web;

import org.jspecify.annotations.NullMarked;
