-- What the last load of the events counted, and what the tables hold today.
SELECT
	loads.source_name,
	loads.loaded_at,
	loads.records,
	loads.rows_loaded,
	today.staged AS rows_today,
	loads.rows_rejected,
	today.rejects AS rejects_kept
FROM (
	SELECT
		(SELECT count(*) FROM staging_events) AS staged,
		(SELECT count(*) FROM staging_rejects WHERE table_name = 'staging_events') AS rejects
) AS today
LEFT JOIN staging_loads AS loads
	ON loads.table_name = 'staging_events'
