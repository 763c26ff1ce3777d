-- events: records read = staged + rejected
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
	SELECT
		(SELECT coalesce(sum(records), 0) FROM staging_loads WHERE table_name = 'staging_events') AS records_read,
		(SELECT count(*) FROM staging_events) AS staged,
		(SELECT coalesce(sum(rows_rejected), 0) FROM staging_loads WHERE table_name = 'staging_events') AS rejected,
		-- A later load that was rolled back leaves its rejects here too, so there may be more.
		(SELECT count(*) FROM staging_rejects WHERE table_name = 'staging_events') AS rejects_kept
) AS figures
