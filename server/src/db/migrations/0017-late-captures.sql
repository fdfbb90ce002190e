-- Oldest binary that still works with this schema: the first.
-- How many late captures of a gap the archive knows of already.
ALTER TABLE archive_gap ADD COLUMN late_sealed INTEGER NOT NULL DEFAULT 0;
