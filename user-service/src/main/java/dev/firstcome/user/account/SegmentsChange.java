package dev.firstcome.user.account;

import java.util.List;

/** A user's segments before and after a change. */
public record SegmentsChange(List<String> before, List<String> after) {}
