-- songs: records read = staged + rejected
SELECT
	records_read,
	staged,
	rejected,
	rejects_kept,
	abs(records_read - staged - rejected)
		+ CASE
			-- A load stores at most 10,000 rejects.
			WHEN rejects_kept < least(rejected, 10000) THEN least(rejected, 10000) - rejects_kept
			ELSE 0
		END AS violations
FROM (
	SELECT coalesce(sum(records), 0) AS records_read, coalesce(sum(rows_rejected), 0) AS rejected
	FROM staging_loads
	WHERE table_name = 'staging_songs'
) AS loads
CROSS JOIN (SELECT count(*) AS staged FROM staging_songs) AS rows_now
-- Only rejects of the current load: later runs that were rolled back leave theirs here too.
CROSS JOIN (
	SELECT count(*) AS rejects_kept
	FROM staging_rejects
	WHERE table_name = 'staging_songs' AND run_id IN (SELECT run_id FROM staging_loads)
) AS rejects_now
