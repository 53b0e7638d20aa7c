-- What an operator is told: once when it begins and once when it ends, by whichever process sees it first.
create table schakel.alert (
    id         bigint generated always as identity primary key,
    kind       text        not null,
    subject    text        not null,
    words      text        not null,
    started_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    told       smallint    not null default 0 -- by the web hook: 1 its beginning, 2 its end as well
);
create unique index alert_lasting on schakel.alert (kind, subject) where ended_at is null;
create index alert_untold on schakel.alert (id) where told < 2;

-- When a partner was last heard of. Not written when a message is accepted, for then a partner's messages would wait for each
-- other; once a minute it is read from the newest messages.
create table schakel.heard (
    partner text primary key,
    at      timestamptz not null
);
