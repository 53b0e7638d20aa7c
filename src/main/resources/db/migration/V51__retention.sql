-- What was said about people is kept no longer than somebody may need it; what proves that it was said stays.
alter table schakel.transition add column closed_at timestamptz, add column erased_at timestamptz, add column forgotten_at timestamptz;
create index transition_to_close on schakel.transition (year, number) where not open and closed_at is null;
create index transition_to_erase on schakel.transition (closed_at) where closed_at is not null and erased_at is null;
create index transition_to_forget on schakel.transition (closed_at) where erased_at is not null and forgotten_at is null;

-- Erased bytes leave their row, their digest and their seal.
alter table schakel.raw add column erased_at timestamptz;
alter table schakel.outgoing add column erased_at timestamptz, add column sha256 bytea;

-- Whoever works in the database may erase no record of the audit log; only what is older than the law has it kept goes, and by this
-- alone. The leaves stay: the tree and its proofs need nothing else.
create function schakel.audit_forget(most integer) returns integer language plpgsql security definer set search_path = '' as $$
declare
    gone integer;
begin
    delete from schakel.audit_record r using schakel.audit_leaf l
    where r.leaf_id in (select o.leaf_id from schakel.audit_record o order by o.leaf_id limit most)
    and l.id = r.leaf_id and l.at < clock_timestamp() - interval '5 years';
    get diagnostics gone = row_count;
    return gone;
end
$$;
