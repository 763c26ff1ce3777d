-- Statements that a session is still at, gathering statistics after a load included.
SELECT count(*)
FROM sys_query_history
WHERE session_id = ${session} AND trim(status) NOT IN ('success', 'failed', 'canceled')
