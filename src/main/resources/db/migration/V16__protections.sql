-- Who said that a client's whereabouts are protected. One that is not ended is enough; only an operator ends one.
create table schakel.protection (
    id          uuid primary key,
    stream      bytea       not null check (octet_length(stream) = 32),
    source      text        not null, -- a partner, or operator:<name>
    recorded_at timestamptz not null,
    inbox_id    uuid,                 -- the message that said it
    ended_by    text,
    ended_at    timestamptz,
    mac         bytea       not null check (octet_length(mac) = 32)
);
create index protection_of on schakel.protection (stream);
