-- What a partner can list: each delivery to it and each word for it, by a number that counts for this partner alone, without a gap
-- and for ever. An event is born with its work and without a number, which it gets when somebody asks, in the order in which it is
-- seen then. A transaction that began early and commits late is therefore in nobody's past: its number is later than all told before.
-- Nothing here is about a person, and what the work said is erased without it.
create table schakel.event (
    work_id uuid primary key,
    partner text        not null,
    at      timestamptz not null,
    number  bigint check (number > 0)
);
create unique index event_number on schakel.event (partner, number) where number is not null;
create index event_unnumbered on schakel.event (partner, at, work_id) where number is null;

-- One row per partner; its lock gives the next number. The rest is about the sign of life that a partner may want.
create table schakel.subscription (
    partner      text primary key,
    last         bigint      not null default 0,
    beat_at      timestamptz, -- when the last one was begun, by whichever process
    heard_at     timestamptz, -- when the partner last took one
    failed_since timestamptz  -- since when it takes none
);

create function schakel.event_is_born() returns trigger language plpgsql as $$
begin
    insert into schakel.event (work_id, partner, at) values (new.id, new.destination, new.created_at) on conflict do nothing;
    return null;
end
$$;
-- By the table itself, so that no way to make work can forget it. First, so that nothing slips in between here and the next line.
create trigger event_is_born after insert on schakel.work for each row
    when (new.kind in ('DELIVER', 'TELL') and new.destination <> '') execute function schakel.event_is_born();

insert into schakel.event (work_id, partner, at, number)
select id, destination, created_at, row_number() over (partition by destination order by created_at, id)
from schakel.work where kind in ('DELIVER', 'TELL') and destination <> ''
on conflict do nothing;
insert into schakel.subscription (partner, last) select partner, max(number) from schakel.event group by partner;
