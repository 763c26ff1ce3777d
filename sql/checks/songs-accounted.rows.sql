-- Counts recorded by the last load of the songs, and what the tables hold now.
SELECT
	loads.song_data,
	loads.finished_at,
	loads.records,
	loads.rows_loaded,
	today.staged AS rows_today,
	loads.rows_rejected,
	rejects_now.rejects AS rejects_kept
FROM (SELECT 'staging_songs' AS table_name, count(*) AS staged FROM staging_songs) AS today
CROSS JOIN (
	SELECT count(*) AS rejects
	FROM staging_rejects
	WHERE table_name = 'staging_songs' AND run_id IN (SELECT run_id FROM staging_loads)
) AS rejects_now
LEFT JOIN staging_loads AS loads ON loads.table_name = today.table_name
