/** What users were told, out of the topic of results. */
@NullMarked
package dev.firstcome.coupon.rebuild.kafka;

import org.jspecify.annotations.NullMarked;
