-- What a message was read with; it keeps it while it is under way.
alter table schakel.inbox add column mapping text not null default '', add column mapping_set text not null default '';

-- Codes that no table knows, and what waits for them. Not part of any log: a code field can hold what a person typed.
create table schakel.code_gap (
    work_id    uuid not null,
    code_table text not null,
    code       text not null,
    place      text not null,
    found_at   timestamptz not null default clock_timestamp(),
    primary key (work_id, code_table, code)
);
