/** What users were told. */
@NullMarked
package dev.firstcome.user.message;

import org.jspecify.annotations.NullMarked;
