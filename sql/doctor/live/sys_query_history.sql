-- Omits the statement text, which is already in the report.
SELECT query_id, session_id, query_type, status, start_time, end_time, elapsed_time, queue_time, execution_time, returned_rows, error_message
FROM sys_query_history
WHERE query_id = ${query}
