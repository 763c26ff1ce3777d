-- What loads that were rolled back have left. The rejects of a load that stands are part of its account.
DELETE FROM staging_rejects
WHERE table_name = ${table_name}
	AND NOT EXISTS (SELECT 1 FROM staging_loads WHERE table_name = ${table_name} AND rows_rejected > 0);
