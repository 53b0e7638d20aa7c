-- Payload that is still there, oldest first: what is to be erased is found without reading what was erased.
create index raw_to_erase on schakel.raw (inbox_id) where erased_at is null;

-- When a person was first needed for an item. Who tries it again daily does not make it younger.
alter table schakel.work add column first_parked_at timestamptz;
update schakel.work set first_parked_at = coalesce(settled_at, created_at) where state = 'PARKED';

create function schakel.work_is_parked() returns trigger language plpgsql as $$
begin
    new.first_parked_at := coalesce(new.settled_at, clock_timestamp());
    return new;
end
$$;
-- By the table itself, so that no way to park can forget it.
create trigger work_is_parked before insert or update of state on schakel.work for each row
    when (new.state = 'PARKED' and new.first_parked_at is null) execute function schakel.work_is_parked();
