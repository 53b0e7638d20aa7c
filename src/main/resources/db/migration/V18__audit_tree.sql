-- The Merkle tree over the audit log (RFC 9162). Leaves commit in any order; one process at a time gives them their
-- places, after their commit. See ADR 0018.

-- Which transaction wrote the leaf: what is visible to a snapshot and older than its oldest running transaction is complete.
alter table schakel.audit_leaf add column tx bigint not null default (pg_current_xact_id()::text::bigint);
create index audit_leaf_tx on schakel.audit_leaf using brin (tx) with (pages_per_range = 32, autosummarize = on);

-- The leaf is repeated, so that one that was changed is found by its place.
create table schakel.audit_position (
    position bigint primary key check (position >= 0),
    leaf_id  bigint not null unique,
    leaf     bytea  not null check (octet_length(leaf) = 32)
);

-- Complete subtrees of 256, 65536, ... leaves; what is smaller is made from leaves when somebody asks.
create table schakel.audit_node (
    level int    not null check (level > 0 and level % 8 = 0),
    index bigint not null check (index >= 0),
    hash  bytea  not null check (octet_length(hash) = 32),
    primary key (level, index)
);

-- How far the tree has grown: derived, but read at every step.
create table schakel.audit_head (
    one   boolean primary key default true check (one),
    size  bigint  not null,
    roots bytea[] not null
);
insert into schakel.audit_head (size, roots) values (0, '{}');

create table schakel.audit_checkpoint (
    size   bigint      primary key check (size > 0),
    root   bytea       not null check (octet_length(root) = 32),
    at     timestamptz not null,
    signed text        not null
);

create trigger audit_position_append_only before update or delete or truncate on schakel.audit_position
    for each statement execute function schakel.audit_is_append_only();
create trigger audit_node_append_only before update or delete or truncate on schakel.audit_node
    for each statement execute function schakel.audit_is_append_only();
create trigger audit_checkpoint_append_only before update or delete or truncate on schakel.audit_checkpoint
    for each statement execute function schakel.audit_is_append_only();
