-- songs: records read = staged + rejected
SELECT
	records_read,
	staged,
	rejected,
	rejects_kept,
	abs(records_read - staged - rejected)
		+ CASE
			-- A load stores 10,000 rejects at most.
			WHEN rejects_kept < least(rejected, 10000) THEN least(rejected, 10000) - rejects_kept
			ELSE 0
		END AS violations
FROM (
	SELECT coalesce(sum(records), 0) AS records_read, coalesce(sum(rows_rejected), 0) AS rejected
	FROM staging_loads
	WHERE table_name = 'staging_songs'
) AS loads
CROSS JOIN (SELECT count(*) AS staged FROM staging_songs) AS rows_now
-- Of this load: a later run that was rolled back leaves its rejects here too.
CROSS JOIN (
	SELECT count(*) AS rejects_kept
	FROM staging_rejects
	WHERE table_name = 'staging_songs' AND run_id IN (SELECT run_id FROM staging_loads)
) AS rejects_now
