-- Lives of conversions, what came by webhook, daily totals.
-- One row per conversion: what was said of it, sealed. Others lead from an event's id to its order, or say that a user had a
-- first one. The key is a keyed hash of order, id or user, that of an order or id behind one of how it begins; subject is
-- whose it is, empty where nobody is known.
CREATE TABLE conversion (
  conversion_key ${bytes} PRIMARY KEY,
  touched ${long} NOT NULL,
  subject ${bytes} NOT NULL,
  body ${bytes} NOT NULL
) ${rowless};
-- What came by webhook, sealed as it came; when and n name it. Whose it is stands in subjects, 8 bytes each, and is looked
-- through from end to end where somebody is to be forgotten: that is rare.
CREATE TABLE received (
  received ${long} NOT NULL,
  n INTEGER NOT NULL,
  source TEXT NOT NULL,
  code TEXT NOT NULL,
  refused INTEGER NOT NULL,
  subjects ${bytes} NOT NULL,
  body ${bytes} NOT NULL,
  PRIMARY KEY (received, n)
);
CREATE INDEX received_refused ON received (source, code, received, n) WHERE refused = 1;

-- Totals of events whose bodies are gone, by the day of UTC of the event's own time, kept for 400 days. An event is counted
-- here in the transaction that removes its body, and until then from its own row, so that it is counted once. Quarters
-- are counts and values by quarter hour, so that a day can be one of any time zone. Tag '' is the event by itself.
CREATE TABLE daily (
  day ${long} NOT NULL,
  event TEXT NOT NULL,
  tag TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  currency TEXT NOT NULL,
  quarters ${bytes} NOT NULL,
  PRIMARY KEY (day, event, tag, verdict, reason, currency)
) ${rowless};

-- What is left of events whose bodies are gone, some neighbours a row, as long as attempts and verdicts are kept: name,
-- time, worth, and keyed hashes by which a partner's row finds them. Received is that of the latest of them.
CREATE TABLE remnant (
  to_seq ${long} PRIMARY KEY,
  from_seq ${long} NOT NULL,
  received ${long} NOT NULL,
  body ${bytes} NOT NULL
);
