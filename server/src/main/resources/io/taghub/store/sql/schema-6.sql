-- Keys of events are 16 bytes: 6 of the id's beginning, 4 of its hash, 6 of the hash of name and id. What was longer has all
-- of it. Keys whose event has gone are found where they are, round and round, so no second table names them.
UPDATE event SET event_key = ${shorter};
UPDATE twin SET event_key = ${shorter};
ALTER TABLE known RENAME TO known_before;
CREATE TABLE known (
  event_key ${bytes} NOT NULL,
  seq ${long} NOT NULL,
  expires ${long} NOT NULL,
  channels INTEGER NOT NULL,
  PRIMARY KEY (event_key, seq)
) ${rowless};
INSERT INTO known (event_key, seq, expires, channels)
  SELECT ${shorter}, seq, expires, channels FROM known_before ORDER BY event_key;
DROP TABLE known_before;
DROP TABLE orphan;
