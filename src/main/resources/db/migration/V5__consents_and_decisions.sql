-- What clients said about their data, by the stream of the client; every version stays, the newest of a line counts.
create table schakel.consent (
    id          uuid        not null,
    version     integer     not null check (version > 0),
    stream      bytea       not null check (octet_length(stream) = 32),
    line        text        not null, -- by which a further version is known: a keyed hash
    recorder    text        not null, -- the authenticated sender, or operator:<name>
    recorded_at timestamptz not null,
    inbox_id    uuid,                 -- the message it came with, and its place in it
    ordinal     integer     not null,
    form        bytea       not null, -- what was said, the exact bytes that were hashed
    sha256      text        not null,
    mac         bytea       not null check (octet_length(mac) = 32),
    primary key (id, version),
    constraint consent_of_message unique (inbox_id, ordinal)
);
create index consent_of on schakel.consent (stream);

create function schakel.consent_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'A consent is never changed, a new version is recorded' using errcode = 'insufficient_privilege';
end
$$;
create trigger consent_never_changes before update or truncate on schakel.consent
    for each statement execute function schakel.consent_never_changes();

-- Every decision to release, with what it rested on, so that it can be taken again.
create table schakel.decision (
    id         uuid primary key,
    work_id    uuid        not null,
    year       integer     not null,
    number     bigint      not null,
    receiver   text        not null,
    decided_at timestamptz not null,
    policy     text        not null,
    released   text[]      not null, -- categories that went into the bytes
    audit      bytea       not null, -- JSON: what was asked, what was known, every rule that spoke
    sha256     bytea       not null check (octet_length(sha256) = 32)
);
create index decision_of on schakel.decision (year, number, decided_at);
create index decision_for on schakel.decision (work_id, decided_at);

-- Whether a partner may have the bytes although nobody heard so.
alter table schakel.work add column reached boolean not null default false;

-- What earlier receivers were told about a consent, which they must acknowledge.
create table schakel.notice (
    id              uuid primary key,
    year            integer     not null,
    number          bigint      not null,
    task_id         uuid        not null,
    receiver        text        not null,
    kind            text        not null,
    categories      text[]      not null,
    by_protocol     boolean     not null, -- the answer of its protocol is its acknowledgement
    made_at         timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text
);
create index notice_of on schakel.notice (year, number);
create index notice_waiting on schakel.notice (made_at) where acknowledged_at is null;
