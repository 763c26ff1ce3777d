-- Newest load first. This view has no raw text; the program reads it from the bucket if it can.
SELECT query_id, trim(file_name), line_number, trim(column_name), trim(column_type), trim(column_length), error_code,
	trim(error_message), '', ''
FROM sys_load_error_detail
WHERE session_id = ${session} AND query_id > ${after} AND start_time >= ${since}
ORDER BY query_id DESC, file_name, line_number
LIMIT ${most}
