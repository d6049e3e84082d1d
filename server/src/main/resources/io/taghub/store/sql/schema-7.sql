-- By which config a later verdict was decided; a page says it at its end, an attempt in its body.
ALTER TABLE verdict ADD COLUMN config TEXT NOT NULL DEFAULT '';
