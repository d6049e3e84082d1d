-- Lives of conversions, what came by webhook, daily totals.
-- One row per conversion: what was said of it, sealed. Others lead from an event's id to its order, or say that a user had a
-- first one. The key is a keyed hash of order, id or user; subject is whose it is, empty where nobody is known.
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
