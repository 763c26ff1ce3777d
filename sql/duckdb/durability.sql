-- Makes every commit write a checkpoint and never the write-ahead log: after a crash during COMMIT, DuckDB 1.5 would
-- otherwise show part of the transaction. (The first setting alone still writes the log if the estimate is small.) Both
-- settings are global, so the notebook may have changed them.
SET checkpoint_threshold = '0B';
SET auto_checkpoint_skip_wal_threshold = 0;
