-- The rejects of the run that failed; those of the load that stands belong to that load.
SELECT file, line, column_name, reason, raw
FROM staging_rejects
WHERE table_name = ${table_name}
	AND run_id NOT IN (SELECT run_id FROM staging_loads WHERE table_name = ${table_name})
ORDER BY file, line;
