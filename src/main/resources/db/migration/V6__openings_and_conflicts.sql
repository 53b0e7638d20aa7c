-- Break-glass: somebody took it upon them, with a reason. The reason is for reviewers alone and in no log.
create table schakel.opening (
    id             uuid primary key,
    stream         bytea       not null check (octet_length(stream) = 32),
    year           integer     not null,
    number         bigint      not null,
    receiver       text        not null,
    purpose        text        not null,
    categories     text[]      not null,
    reason         text        not null,
    opened_by      text        not null,
    opened_at      timestamptz not null,
    informs_client boolean     not null,
    silent_because text,
    reviewed_by    text,
    reviewed_at    timestamptz,
    approved       boolean,
    closed_at      timestamptz,
    mac            bytea       not null check (octet_length(mac) = 32),
    constraint opening_by_two check (reviewed_by is null or reviewed_by <> opened_by)
);
create index opening_of on schakel.opening (stream);
create index opening_waiting on schakel.opening (opened_at) where reviewed_by is null;

-- To whom nothing about this client may go by any route. That it is here is itself no one's business.
create table schakel.conflict (
    id          uuid primary key,
    stream      bytea       not null check (octet_length(stream) = 32),
    kind        text        not null check (kind in ('organisation', 'person')),
    party       text        not null,
    recorded_by text        not null,
    recorded_at timestamptz not null,
    ended_by    text,
    ended_at    timestamptz,
    mac         bytea       not null check (octet_length(mac) = 32)
);
create index conflict_of on schakel.conflict (stream);

-- The keyed hash over all that is kept of a client, so that what was taken away is missed.
create table schakel.dossier_head (
    stream bytea primary key check (octet_length(stream) = 32),
    count  integer not null,
    mac    bytea   not null check (octet_length(mac) = 32)
);
