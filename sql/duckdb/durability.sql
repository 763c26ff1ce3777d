-- A commit writes a checkpoint, and never the write-ahead log: after a crash in the middle of COMMIT, DuckDB 1.5 would
-- otherwise show a part of the transaction. (The first setting alone still writes the log for a small estimate.) They
-- hold for the whole database, so the notebook may have changed them.
SET checkpoint_threshold = '0B';
SET auto_checkpoint_skip_wal_threshold = 0;
