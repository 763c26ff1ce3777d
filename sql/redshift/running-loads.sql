SELECT session_id, trim(table_name), start_time, loaded_rows, source_file_count, file_count_scanned, source_file_bytes,
	file_bytes_scanned, error_count
FROM sys_load_history
WHERE trim(status) = 'running' AND trim(database_name) = ${database} AND session_id <> ${session}
ORDER BY start_time
