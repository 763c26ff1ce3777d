-- The newest COPY of a session into a table. A guess: session_id equals pg_backend_pid().
SELECT query_id, trim(status), loaded_rows, source_file_count, file_count_scanned, source_file_bytes, file_bytes_scanned,
	error_count
FROM sys_load_history
WHERE session_id = ${session} AND trim(table_name) = ${table_name} AND start_time >= ${since}
ORDER BY query_id DESC
LIMIT 1
