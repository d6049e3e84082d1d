-- Nothing changes here.
UPDATE head SET seq = seq;
