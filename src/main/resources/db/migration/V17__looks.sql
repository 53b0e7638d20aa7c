-- What a person said of something that may lead to a protected client: one word per item and receiver, for ever.
create table schakel.look (
    id         uuid primary key,
    year       integer     not null,
    number     bigint      not null,
    receiver   text        not null,
    item       text        not null, -- keyed hash over what would go
    released   boolean     not null,
    why        text        not null, -- a code
    words      text,                 -- of the person; in no trace
    decided_by text        not null,
    decided_at timestamptz not null,
    mac        bytea       not null check (octet_length(mac) = 32),
    unique (year, number, receiver, item)
);
