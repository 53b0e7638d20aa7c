-- A block range index is only read through a bitmap, and plans that must not grow with what is stored have none: the
-- whole log was read each time. Transactions come in order, so this one grows at its end.
drop index schakel.audit_leaf_tx;
create index audit_leaf_tx on schakel.audit_leaf (tx);

-- Every leaf of a transaction older than this has its place, whichever process gave it.
alter table schakel.audit_head add column horizon bigint not null default 0;
