-- Without the text of the statement, which is in the report already.
SELECT query_id, session_id, query_type, status, start_time, end_time, elapsed_time, queue_time, execution_time, returned_rows, error_message
FROM sys_query_history
WHERE query_id = ${query}
