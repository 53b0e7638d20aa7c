-- Payload that is still there, oldest first: what is to be erased is found without reading what was erased.
create index raw_to_erase on schakel.raw (inbox_id) where erased_at is null;
