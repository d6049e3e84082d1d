-- Which transaction this is, counted, so that it is known which one the file beside the database goes on from.
ALTER TABLE head ADD COLUMN generation ${long} NOT NULL DEFAULT 0;
