/** Alerts: rules over meters with thresholds, durations and hysteresis, evaluated in each process. */
@NullMarked
package dev.firstcome.platform.alerts;

import org.jspecify.annotations.NullMarked;
