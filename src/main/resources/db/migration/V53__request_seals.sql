-- The seal over the request in which a message came (message signing of the API Design Rules), and below it the lines that it
-- signs: request line and headers, no body. Erased with the seal over the bytes.
alter table schakel.raw add column request text;
