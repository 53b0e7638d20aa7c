-- A process that dies takes many claimed items with it, and one of them may be the cause. Only an item that was being
-- worked on counts as one.
alter table schakel.work add column begun integer not null default 0;

-- A receiver's answer takes effect with its acceptance and may leave no work behind; it is accounted for all the same.
alter table schakel.inbox add column applied boolean not null default false;

-- Nothing reads by these.
alter table schakel.trace drop constraint trace_pkey;
drop index schakel.work_from;
