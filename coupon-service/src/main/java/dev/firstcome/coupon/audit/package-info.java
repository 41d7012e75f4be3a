/** What a campaign's users were told, added up, and whether it is in order. Rebuilds feed it. */
@NullMarked
package dev.firstcome.coupon.audit;

import org.jspecify.annotations.NullMarked;
