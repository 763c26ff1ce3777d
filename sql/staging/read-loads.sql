SELECT
	table_name,
	load_id,
	run_id,
	log_data,
	song_data,
	jsonpaths,
	files,
	bytes,
	fingerprint,
	records,
	rows_loaded,
	rows_rejected,
	loaded_by,
	host,
	finished_at
FROM "${schema}".staging_loads
