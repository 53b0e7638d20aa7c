-- What was handed to the broker is of no further use: the outbox holds what is unsent and nothing else, so that reading
-- it costs as much as is waiting and not as much as ever went through.
delete from schakel.outbox where sent_at is not null;
drop index schakel.outbox_unsent;
alter table schakel.outbox drop column sent_at;
-- A table that is nearly empty all the time has no share of rows to go by.
alter table schakel.outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
