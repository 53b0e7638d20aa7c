-- What waits for one partner, oldest first: it is fetched from here as workers come free, however much of it there is.
create index work_for_partner on schakel.work (destination, id) where live and destination <> '';
