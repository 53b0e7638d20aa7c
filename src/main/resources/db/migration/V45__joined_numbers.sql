-- Numbers that turned out to be one client's (ADT^A40), by their keyed hashes. What was kept under one of them is kept under
-- the other since; a message that names the old one finds it by `surviving`, which is always where everything is now.
create table schakel.joined (
    key       bytea primary key check (octet_length(key) = 32),
    into_key  bytea       not null check (octet_length(into_key) = 32),  -- as it was said, for ever
    surviving bytea       not null check (octet_length(surviving) = 32), -- the end of the chain, now
    joined_at timestamptz not null,
    source    text        not null, -- the partner that issued both numbers
    inbox_id  uuid        not null, -- the message that said it
    mac       bytea       not null check (octet_length(mac) = 32)
);
create index joined_into on schakel.joined (surviving);

-- A sender's own number that came together with a BSN: by the number alone its client is found when it is joined.
create table schakel.numbered (
    number bytea not null check (octet_length(number) = 32),
    stream bytea not null check (octet_length(stream) = 32),
    primary key (number, stream)
);

-- Which number ended by which, so that one that ended is seen to come back.
create table schakel.ended_number (
    number   bytea not null check (octet_length(number) = 32),
    into_key bytea not null check (octet_length(into_key) = 32),
    primary key (number, into_key)
);

-- The number under which something was recorded, where it was joined with another one later. Its hash is bound to that one.
alter table schakel.transition add column recorded_under bytea check (octet_length(recorded_under) = 32);
alter table schakel.consent add column recorded_under bytea check (octet_length(recorded_under) = 32);
alter table schakel.opening add column recorded_under bytea check (octet_length(recorded_under) = 32);
alter table schakel.conflict add column recorded_under bytea check (octet_length(recorded_under) = 32);
alter table schakel.protection add column recorded_under bytea check (octet_length(recorded_under) = 32);
alter table schakel.tie add column recorded_under bytea check (octet_length(recorded_under) = 32);

-- Two numbers that were linked as two people's may be one client's after all. Their tie ended then and stays as it was said.
alter table schakel.tie drop constraint tie_to_another;
alter table schakel.tie add constraint tie_to_another check (coalesce(recorded_under, stream) <> kin);

-- What was said never changes; under which number of the client it is looked for may.
drop trigger consent_never_changes on schakel.consent;
create trigger consent_never_changes before update of id, version, line, recorder, recorded_at, inbox_id, ordinal, form,
    sha256, mac on schakel.consent for each statement execute function schakel.consent_never_changes();
create trigger consent_never_goes before truncate on schakel.consent
    for each statement execute function schakel.consent_never_changes();
