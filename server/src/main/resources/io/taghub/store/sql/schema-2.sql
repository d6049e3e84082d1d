-- What the person had agreed to as of the event's place in the journal; 0 for events from before this was written down.
ALTER TABLE event ADD COLUMN agreed ${long} NOT NULL DEFAULT 0;

-- How sure a link is: 0 a browser claims it, 1 a back end made or confirmed it, 2 from before links had a rank.
ALTER TABLE link ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
ALTER TABLE head ADD COLUMN claims ${long} NOT NULL DEFAULT 0;

-- Whose link or word an event waits for (a brief subject), 0 for none.
ALTER TABLE parked ADD COLUMN awaits ${long} NOT NULL DEFAULT 0;
CREATE INDEX parked_awaits ON parked (awaits) WHERE awaits <> 0;

-- What counts once at a receiver and is on its way there or has arrived. Kept longer than the events: once_key and
-- subject are keyed hashes, status and value short hashes, 0 where there is none. An empty subject stands for no user.
CREATE TABLE once (
  tag TEXT NOT NULL,
  once_key ${bytes} NOT NULL,
  seq ${long} NOT NULL,
  made_at ${long} NOT NULL,
  status ${long} NOT NULL,
  value ${long} NOT NULL,
  subject ${bytes} NOT NULL,
  PRIMARY KEY (tag, once_key, seq)
) ${rowless};
CREATE INDEX once_seq ON once (seq);
