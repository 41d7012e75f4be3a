-- Differences that are no more, by when that was: they are removed some day.
create index reconciliation_difference_resolved on reconciliation_difference (resolved_at) where state = 'RESOLVED';
