/** Web adapter of campaigns, for clients and operators. */
@NullMarked
package dev.firstcome.coupon.campaign.web;

import org.jspecify.annotations.NullMarked;
