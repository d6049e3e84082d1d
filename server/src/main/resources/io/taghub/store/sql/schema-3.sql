-- Of a database that is a copy: events up to this one may have been sent from where it was copied, since then.
CREATE TABLE original (tag TEXT PRIMARY KEY, up_to ${long} NOT NULL, since ${long} NOT NULL);
