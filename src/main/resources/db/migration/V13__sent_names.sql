-- By which numbers a receiver knows what it was sent, where its answer names the message and not the referral
-- (StUF referentienummer, iWmo BerichtIdentificatie). Numbers of ours; nothing about a person.
create table schakel.sent_name (
    receiver text not null,
    name     text not null,
    year     integer not null,
    number   bigint not null,
    named_at timestamptz not null default clock_timestamp(),
    primary key (receiver, name)
);
