/** Access tokens: their claims, their signature, and the keys that verify it. */
@NullMarked
package dev.firstcome.user.token;

import org.jspecify.annotations.NullMarked;
