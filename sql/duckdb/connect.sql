-- A commit writes a checkpoint, and never the write-ahead log: after a crash in the middle of COMMIT, DuckDB 1.5 would
-- otherwise show a part of the transaction. (The first setting alone still writes the log for a small estimate.)
SET checkpoint_threshold = '0B';
SET auto_checkpoint_skip_wal_threshold = 0;
SET TimeZone = 'UTC';
SET enable_progress_bar = true;
SET enable_progress_bar_print = false;
SET progress_bar_time = 0;
SET errors_as_json = true;

-- The escapes of COPY text: only a backslash starts one, and a backslash itself is \x5c.
CREATE OR REPLACE TEMP MACRO copy_text(t) AS
	CASE
		WHEN contains(t, '\') THEN
			replace(replace(replace(replace(t, '\n', chr(10)), '\r', chr(13)), '\t', chr(9)), '\x5c', '\')
		ELSE t
	END;
