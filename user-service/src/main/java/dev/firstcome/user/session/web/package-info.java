/** HTTP endpoints of sessions. */
@NullMarked
package dev.firstcome.user.session.web;

import org.jspecify.annotations.NullMarked;
