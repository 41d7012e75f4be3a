/** The operator endpoints of rebuilds and audits. */
@NullMarked
package dev.firstcome.coupon.rebuild.web;

import org.jspecify.annotations.NullMarked;
