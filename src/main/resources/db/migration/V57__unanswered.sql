-- Whom a receiver has not answered: looked at each minute, whatever else is stored.
create index task_unanswered on schakel.task (receiver, created_at) where status in ('requested', 'received');

-- Which referrals a message has changed: it is kept while one of them is.
create index amendment_by on schakel.amendment (inbox_id);
