-- One table says which events are known. The newest keys are in memory first: event has what they are made from, and all
-- keys of events up to head.keyed are in the table. It keeps a key as long as the event, or as long as copies are told
-- apart, whichever ends later.
ALTER TABLE event ADD COLUMN expires ${long} NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN channels INTEGER NOT NULL DEFAULT 0;
ALTER TABLE twin ADD COLUMN expires ${long} NOT NULL DEFAULT 0;
ALTER TABLE twin ADD COLUMN channels INTEGER NOT NULL DEFAULT 0;
ALTER TABLE head ADD COLUMN keyed ${long} NOT NULL DEFAULT 0;
CREATE TABLE known (
  event_key ${bytes} NOT NULL,
  seq ${long} NOT NULL,
  expires ${long} NOT NULL,
  channels INTEGER NOT NULL,
  PRIMARY KEY (event_key, seq)
) ${rowless};

-- Keys whose event has gone.
CREATE TABLE orphan (
  expires ${long} NOT NULL,
  event_key ${bytes} NOT NULL,
  seq ${long} NOT NULL,
  PRIMARY KEY (expires, event_key, seq)
) ${rowless};

INSERT INTO known (event_key, seq, expires, channels)
  SELECT event.event_key, event.seq, coalesce(dedup.expires, 0), coalesce(dedup.channels, 0)
  FROM event LEFT JOIN dedup ON dedup.event_key = event.event_key AND dedup.seq = event.seq ORDER BY event.event_key;
INSERT INTO orphan (expires, event_key, seq)
  SELECT expires, event_key, seq FROM dedup
  WHERE seq <> 0 AND NOT EXISTS (SELECT 1 FROM event WHERE event.seq = dedup.seq);
INSERT INTO known (event_key, seq, expires, channels)
  SELECT event_key, seq, expires, channels FROM dedup
  WHERE seq <> 0 AND NOT EXISTS (SELECT 1 FROM event WHERE event.seq = dedup.seq);
UPDATE event SET expires = (SELECT dedup.expires FROM dedup WHERE dedup.event_key = event.event_key)
  WHERE seq IN (SELECT seq FROM dedup);
UPDATE twin SET
  expires = coalesce((SELECT dedup.expires FROM dedup WHERE dedup.event_key = twin.event_key), 0),
  channels = coalesce((SELECT dedup.channels FROM dedup WHERE dedup.event_key = twin.event_key), 0);
UPDATE head SET keyed = seq;
DROP TABLE dedup;
DROP INDEX event_event_key;
