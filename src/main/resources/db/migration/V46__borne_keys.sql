-- Which message bore which key, of its connection or of a seal over it or in it: the list of a key that was stolen. By SHA-256 of
-- the public key, so that a certificate that was renewed over the same key changes nothing.
create table schakel.borne_key (
    key      bytea not null check (octet_length(key) = 32),
    inbox_id uuid  not null,
    primary key (key, inbox_id)
);
