/** What the intake keeps in the database. */
@NullMarked
package dev.firstcome.coupon.intake.store;

import org.jspecify.annotations.NullMarked;
