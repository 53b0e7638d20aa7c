-- The journal of record. All times are the database's. Nothing here is read by people; no table is named after one.

-- Messages as accepted -----------------------------------------------------------------------------------------

create table schakel.inbox (
    id          uuid primary key,
    sender      text        not null,
    message_id  text        not null,
    sha256      bytea       not null check (octet_length(sha256) = 32),
    event       text        not null,
    door        text        not null,
    media_type  text        not null,
    year        integer,
    number      bigint,
    accepted_at timestamptz not null,
    answer      bytea       not null,
    receipt     text        not null,
    -- for ever: a message that comes back after years gets the same answer
    constraint inbox_once unique (sender, message_id)
);

-- Apart from the inbox, so that raw data can be purged on its own and looking up an identity stays cheap.
create table schakel.raw (
    inbox_id uuid primary key references schakel.inbox,
    bytes    bytea not null,
    seal     text
);
-- Compressing costs more time on the accept path than the bytes it saves.
alter table schakel.raw alter column bytes set storage external;

-- Referrals and their tasks ------------------------------------------------------------------------------------

create table schakel.transition (
    year             integer     not null,
    number           bigint      not null,
    sender           text        not null,
    sender_reference text,
    stream           bytea       not null check (octet_length(stream) = 32),
    request          uuid,
    status           text        not null,
    -- A new message of the same sender about the same client joins an open transition.
    open             boolean generated always as (
        status not in ('completed', 'cancelled', 'rejected', 'failed', 'withdrawn', 'expired', 'closed', 'entered-in-error')
    ) stored,
    custodian        text        not null,
    exit_date        date,
    opened_at        timestamptz not null,
    version          bigint      not null,
    primary key (year, number)
);
create index transition_open on schakel.transition (stream, sender, opened_at) where open;

create table schakel.task (
    id         uuid primary key,
    year       integer     not null,
    number     bigint      not null,
    receiver   text        not null,
    need       text,
    status     text        not null,
    reason     text,
    version    bigint      not null,
    created_at timestamptz not null default clock_timestamp(),
    foreign key (year, number) references schakel.transition
);
create index task_of on schakel.task (year, number);

-- Numbers count per year without making accepts wait for each other; a refused accept leaves a gap.
-- Made beforehand: on New Year's Eve nobody changes a schema.
do $$
begin
    for year in 2020..2125 loop
        execute format('create sequence schakel.reference_%s', year);
    end loop;
end
$$;

-- Work ---------------------------------------------------------------------------------------------------------

-- One row per client stream and destination; its lock gives the next place in the queue.
create table schakel.stream (
    key         bytea  not null check (octet_length(key) = 32),
    destination text   not null,
    last        bigint not null,
    primary key (key, destination)
) with (fillfactor = 60);

create table schakel.work (
    id          uuid primary key,
    kind        text        not null check (kind in ('ROUTE', 'DELIVER', 'TELL')),
    year        integer,
    number      bigint,
    inbox_id    uuid        not null,
    destination text        not null, -- empty: the gateway itself
    subject     text        not null,
    stream      bytea       not null,
    seq         bigint      not null,
    state       text        not null default 'OPEN' check (state in ('OPEN', 'SENDING', 'DONE', 'PARKED')),
    -- Two facts of the state that indexes stand on; while an item is tried again no index changes (HOT updates).
    live        boolean generated always as (state in ('OPEN', 'SENDING')) stored,
    blocking    boolean generated always as (state <> 'DONE') stored,
    attempts    integer     not null default 0,
    unsettled   integer     not null default 0, -- attempts in a row that nobody heard of again
    next_at     timestamptz not null default clock_timestamp(),
    lease_until timestamptz not null default '-infinity',
    fence       bigint      not null default 0,
    sweep_at    timestamptz not null, -- when the sweeper looks at it, should the broker have lost it
    created_at  timestamptz not null default clock_timestamp(),
    settled_at  timestamptz,
    reason      text,
    evidence    bytea
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
create unique index work_in_stream on schakel.work (stream, destination, seq) where blocking;
create index work_to_sweep on schakel.work (sweep_at) where live;
create index work_about on schakel.work (year, number);
create index work_from on schakel.work (inbox_id);

-- The exact bytes for a partner: written once, sent again unchanged.
create table schakel.outgoing (
    work_id    uuid primary key,
    message_id text        not null,
    channel    text        not null,
    media_type text        not null,
    bytes      bytea       not null,
    jws        text,
    stored_at  timestamptz not null default clock_timestamp()
);
alter table schakel.outgoing alter column bytes set storage external;

-- Never read by "id greater than last seen": a transaction may commit a lower id later.
create table schakel.outbox (
    id      bigint generated always as identity primary key,
    work_id uuid not null,
    sent_at timestamptz
) with (autovacuum_vacuum_scale_factor = 0.02);
create index outbox_unsent on schakel.outbox (id) where sent_at is null;

create table schakel.trace (
    id      bigint generated always as identity primary key,
    year    integer     not null,
    number  bigint      not null,
    at      timestamptz not null,
    stage   text        not null,
    partner text,
    outcome text        not null,
    reason  text        not null
);
create index trace_of on schakel.trace (year, number, id);

-- Audit (NEN 7513) ---------------------------------------------------------------------------------------------

-- The leaf is a salted commitment. The record and its salt can be erased; the leaf proves nothing about them then, and
-- the proofs of all other leaves stay whole. A sequencer gives each leaf its position in the tree, in a table of its own.
create sequence schakel.audit_ordinal;

create table schakel.audit_leaf (
    id   bigint primary key,
    at   timestamptz not null,
    leaf bytea       not null check (octet_length(leaf) = 32)
);

create table schakel.audit_record (
    leaf_id bigint primary key,
    salt    bytea not null check (octet_length(salt) = 16),
    fields  text  not null
);

create function schakel.audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_leaf_append_only before update or delete or truncate on schakel.audit_leaf
    for each statement execute function schakel.audit_is_append_only();
