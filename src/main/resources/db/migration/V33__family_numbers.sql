-- As which family a receiver was told a client by a number of its own. What it was told it keeps being told: a number that changed
-- back would say that somebody withdrew, hides, or was taken out.
create table schakel.family_number (
    stream      bytea       not null check (octet_length(stream) = 32),
    receiver    text        not null,
    family      uuid        not null,
    recorded_at timestamptz not null,
    primary key (stream, receiver)
);
