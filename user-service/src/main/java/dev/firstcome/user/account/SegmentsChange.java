package dev.firstcome.user.account;

import java.util.List;

/** In which segments a user was, and is now. */
public record SegmentsChange(List<String> before, List<String> after) {}
