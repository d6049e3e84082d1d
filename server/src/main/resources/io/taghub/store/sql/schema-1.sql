-- One shape for SQLite and PostgreSQL; ${...} is what they call it. Times are nanoseconds since 1970.
-- Bodies are sealed with the store's key. Subjects are keyed hashes of visitor and user ids; a brief one is the first
-- 8 bytes of it. An event's key begins with the beginning of its id, then come hashes of id and name.

-- The one row every admission passes: it makes sequence numbers gapless and their order that of the commits.
CREATE TABLE head (one INTEGER PRIMARY KEY, seq ${long} NOT NULL, duplicates ${long} NOT NULL, twins ${long} NOT NULL);
INSERT INTO head VALUES (1, 0, 0, 0);

CREATE TABLE event (
  seq ${long} PRIMARY KEY,
  received ${long} NOT NULL,
  event_key ${bytes} NOT NULL,
  visitor_brief ${long} NOT NULL,
  user_brief ${long} NOT NULL,
  body ${bytes} NOT NULL
);
CREATE INDEX event_event_key ON event (event_key);

-- Only for events that had two.
CREATE TABLE copy (seq ${long} NOT NULL, n INTEGER NOT NULL, body ${bytes} NOT NULL, PRIMARY KEY (seq, n)) ${rowless};

-- First copies that wait for their twin.
CREATE TABLE twin (
  event_key ${bytes} PRIMARY KEY,
  received ${long} NOT NULL,
  release_at ${long} NOT NULL,
  prefer TEXT NOT NULL,
  body ${bytes} NOT NULL
);
CREATE INDEX twin_release ON twin (release_at);

-- seq is 0 while the event waits for its twin. channels: 1 browser, 2 server, 3 both.
CREATE TABLE dedup (
  event_key ${bytes} PRIMARY KEY,
  expires ${long} NOT NULL,
  seq ${long} NOT NULL,
  channels INTEGER NOT NULL
) ${rowless};
CREATE INDEX dedup_expires ON dedup (expires);

CREATE TABLE visitor (subject ${bytes} PRIMARY KEY, seen ${long} NOT NULL, body ${bytes} NOT NULL);
CREATE INDEX visitor_seen ON visitor (seen);
CREATE TABLE person (subject ${bytes} PRIMARY KEY, seen ${long} NOT NULL, body ${bytes} NOT NULL);
CREATE INDEX person_seen ON person (seen);
CREATE TABLE link (
  person ${bytes} NOT NULL,
  visitor ${bytes} NOT NULL,
  linked_at ${long} NOT NULL,
  PRIMARY KEY (person, visitor)
) ${rowless};
CREATE INDEX link_visitor ON link (visitor);
CREATE TABLE tombstone (subject ${bytes} PRIMARY KEY, erased_at ${long} NOT NULL) ${rowless};

CREATE TABLE lane (
  tag TEXT PRIMARY KEY,
  node TEXT NOT NULL,
  epoch ${long} NOT NULL,
  lease_until ${long} NOT NULL,
  started ${long} NOT NULL,
  position ${long} NOT NULL,
  backlog_from ${long} NOT NULL,
  backlog_to ${long} NOT NULL,
  attempts ${long} NOT NULL,
  step ${long} NOT NULL,
  pause_reason TEXT NOT NULL,
  pause_detail TEXT NOT NULL,
  paused_at ${long} NOT NULL
);

-- One row per run of neighbours a step decided; a row in verdict or parked overrides it.
CREATE TABLE page (
  tag TEXT NOT NULL,
  to_seq ${long} NOT NULL,
  from_seq ${long} NOT NULL,
  runs ${bytes} NOT NULL,
  PRIMARY KEY (tag, to_seq)
) ${rowless};
CREATE TABLE verdict (
  tag TEXT NOT NULL,
  seq ${long} NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (tag, seq)
) ${rowless};
CREATE TABLE tally (
  tag TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  n ${long} NOT NULL,
  PRIMARY KEY (tag, verdict, reason)
) ${rowless};

CREATE TABLE parked (
  tag TEXT NOT NULL,
  seq ${long} NOT NULL,
  parking TEXT NOT NULL,
  due ${long} NOT NULL,
  attempts INTEGER NOT NULL,
  first_attempt ${long} NOT NULL,
  unknown INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  handle TEXT NOT NULL,
  PRIMARY KEY (tag, seq)
) ${rowless};
CREATE INDEX parked_due ON parked (tag, due);
CREATE INDEX parked_seq ON parked (seq);
CREATE TABLE intent (tag TEXT NOT NULL, seq ${long} NOT NULL, PRIMARY KEY (tag, seq)) ${rowless};

CREATE TABLE attempt (
  tag TEXT NOT NULL,
  n ${long} NOT NULL,
  made_at ${long} NOT NULL,
  seqs ${bytes} NOT NULL,
  body ${bytes} NOT NULL,
  PRIMARY KEY (tag, n)
);
CREATE INDEX attempt_made ON attempt (made_at);
-- Leads from an event to its attempts by the thousand it is in, so that a batch costs a row or two and not a thousand.
CREATE TABLE attempt_bucket (
  tag TEXT NOT NULL,
  bucket ${long} NOT NULL,
  n ${long} NOT NULL,
  PRIMARY KEY (tag, bucket, n)
) ${rowless};
