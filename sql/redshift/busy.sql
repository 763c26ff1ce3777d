-- Statements that a session is running, including ANALYZE after a load.
SELECT count(*)
FROM sys_query_history
WHERE session_id = ${session} AND trim(status) NOT IN ('success', 'failed', 'canceled')
