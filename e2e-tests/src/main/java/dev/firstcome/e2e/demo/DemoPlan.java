package dev.firstcome.e2e.demo;

import java.time.Duration;

/** The size of a demo run; the seed determines the arrival times. */
record DemoPlan(int users, int stock, Duration spread, long seed) {}
