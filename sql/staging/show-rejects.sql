-- Rejects of the failed run, without those of the current load.
SELECT file, line, column_name, reason, raw
FROM staging_rejects
WHERE table_name = ${table_name}
	AND run_id NOT IN (SELECT run_id FROM staging_loads WHERE table_name = ${table_name})
ORDER BY file, line;
