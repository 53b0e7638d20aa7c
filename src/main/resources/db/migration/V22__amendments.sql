-- Later messages about a referral by its sender: what is released is the request with all of these laid over it, in order.
create table schakel.amendment (
    year        integer     not null,
    number      bigint      not null,
    inbox_id    uuid        not null,
    recorded_at timestamptz not null,
    primary key (year, number, inbox_id)
);

-- By which a later look sees whether a receiver would get something else now: a keyed hash of what went into the bytes.
alter table schakel.decision add column content text;
