-- Lives of conversions, what came by webhook, daily totals.
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
SELECT 1;
