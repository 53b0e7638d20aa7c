-- That two clients are one family, once from each side: each row stands in one client's dossier, under that client's seal, and
-- names the other. What one of them says about their data is nowhere in it.
create table schakel.tie (
    id           uuid primary key,
    stream       bytea       not null check (octet_length(stream) = 32),
    year         integer     not null, -- the client's own referral by which they were linked
    number       bigint      not null,
    kin          bytea       not null check (octet_length(kin) = 32),
    kin_year     integer     not null,
    kin_number   bigint      not null,
    family       uuid        not null,
    source       text        not null, -- a partner, or operator:<name>
    recorded_at  timestamptz not null,
    confirmed_by text,                 -- the second person; without one nobody outside is told
    confirmed_at timestamptz,
    ended_by     text,
    ended_at     timestamptz,
    mac          bytea       not null check (octet_length(mac) = 32),
    constraint tie_to_another check (stream <> kin),
    constraint tie_confirmed_by_two check (confirmed_by is null or confirmed_by <> source)
);
create unique index tie_once on schakel.tie (stream, kin) where ended_at is null;
create index tie_of on schakel.tie (stream);

-- That a sender counts a referral to a family of its own naming. The name is a keyed hash with the sender in it: what two
-- senders call alike is two families.
create table schakel.family_claim (
    name        bytea       not null check (octet_length(name) = 32),
    stream      bytea       not null check (octet_length(stream) = 32),
    sender      text        not null,
    year        integer     not null,
    number      bigint      not null,
    recorded_at timestamptz not null,
    primary key (name, stream)
);
create index family_claim_of on schakel.family_claim (stream);

-- A client can be on the list of another: who was violent and who fled may both be clients here.
alter table schakel.conflict drop constraint conflict_kind_check;
alter table schakel.conflict add constraint conflict_kind_check check (kind in ('organisation', 'person', 'client'));
