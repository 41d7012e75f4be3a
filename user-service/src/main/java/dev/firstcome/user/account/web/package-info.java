/** Sign-up and the caller's own account over HTTP. */
@NullMarked
package dev.firstcome.user.account.web;

import org.jspecify.annotations.NullMarked;
