package dev.firstcome.e2e.demo;

import java.time.Duration;

/** How large the demo is; the seed decides when each user comes. */
record DemoPlan(int users, int stock, Duration spread, long seed) {}
