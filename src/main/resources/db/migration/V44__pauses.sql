-- Partners to whom nothing goes for a while because a person said so. Their work waits in its order and loses no attempt.
create table schakel.pause (
    partner   text primary key,
    paused_by text        not null,
    paused_at timestamptz not null default clock_timestamp()
);
