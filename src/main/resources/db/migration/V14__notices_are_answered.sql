-- A notice is a task of its own: its receiver reads it, and each word about it is a further version.
alter table schakel.notice
    add column status  text   not null default 'requested',
    add column version bigint not null default 1;

update schakel.notice set status = 'completed', version = 2 where acknowledged_at is not null;
