-- Whom a receiver has not answered: looked at each minute, whatever else is stored.
create index task_unanswered on schakel.task (receiver, created_at) where status in ('requested', 'received');
