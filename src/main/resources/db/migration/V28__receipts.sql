-- Receipts of later stages, made from the leaves of the audit log when these have their places under a signed checkpoint.
-- A row without words marks the leaf by which a message was accepted; its receipt stands in the inbox. See ADR 0022.
create table schakel.receipt (
    inbox_id uuid        not null,
    position bigint      not null,
    stage    text        not null check (stage in ('accepted', 'outcome', 'seen', 'answered', 'custody')),
    jws      text        check ((jws is null) = (stage = 'accepted')),
    made_at  timestamptz not null default clock_timestamp(),
    primary key (inbox_id, position)
);

-- Up to where the log was read for receipts. Its row lets one process at a time.
create table schakel.receipt_head (
    one      boolean primary key default true check (one),
    position bigint  not null
);
insert into schakel.receipt_head (position) values (0);

-- RFC 3161: by when a checkpoint existed, in the words of somebody else.
create table schakel.audit_timestamp (
    size       bigint      primary key,
    token      bytea       not null,
    stamped_at timestamptz not null
);
create trigger audit_timestamp_append_only before update or delete or truncate on schakel.audit_timestamp
    for each statement execute function schakel.audit_is_append_only();

create trigger receipt_never_changes before update or delete or truncate on schakel.receipt
    for each statement execute function schakel.audit_is_append_only();
