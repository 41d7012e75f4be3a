-- From when on tickets for the draw are taken, and by what its seed will be known; none: who comes first is served first.
alter table campaign add column draw_from timestamptz check (draw_from < opens_at);
alter table campaign add column seed_hash text check ((seed_hash is null) = (draw_from is null));
