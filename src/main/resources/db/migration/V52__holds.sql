-- Partners to whom nothing goes for a moment: they could not be reached several times, or asked us to wait. Their work waits in
-- its order and loses no attempt; when the time is over one call tries whether they are back.
create table schakel.hold (
    partner text primary key,
    cause   text        not null check (cause in ('unreachable', 'asked')),
    since   timestamptz not null default clock_timestamp(),
    until   timestamptz not null
);
