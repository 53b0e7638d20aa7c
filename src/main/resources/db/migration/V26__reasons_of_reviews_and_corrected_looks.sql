-- Why a second person agreed or did not, in their own words; for reviewers and the audit, in no trace.
alter table schakel.opening add column review_words text;

-- Who clicked wrong says so, and why: the later word names the one it corrects, and that one names it. Both stay.
alter table schakel.look
    add column corrects     uuid unique references schakel.look (id),
    add column corrected_by uuid,
    drop constraint look_year_number_receiver_item_key;
-- Still only one first word for an item and a receiver.
create unique index look_first on schakel.look (year, number, receiver, item) where corrects is null;

-- An emergency opening that nobody looked at in time waits for a person like everything else that does.
alter table schakel.work
    drop constraint work_kind_check,
    add constraint work_kind_check check (kind in ('ROUTE', 'DELIVER', 'TELL', 'REVIEW'));
