/** What is unusual about payments: counted, and told with who, what and where. */
@NullMarked
package dev.firstcome.payment.watching;

import org.jspecify.annotations.NullMarked;
