-- Deletes rejects left by runs that were rolled back. Rejects of the current load are kept: the checks count them.
DELETE FROM staging_rejects
WHERE table_name = ${table_name}
	AND run_id NOT IN (SELECT run_id FROM staging_loads WHERE table_name = ${table_name});
