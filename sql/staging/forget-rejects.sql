-- What runs that were rolled back have left. The rejects of the load that stands are part of its account.
DELETE FROM staging_rejects
WHERE table_name = ${table_name}
	AND run_id NOT IN (SELECT run_id FROM staging_loads WHERE table_name = ${table_name});
