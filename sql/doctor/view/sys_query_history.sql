SELECT count(*) FROM (SELECT 1 FROM sys_query_history LIMIT 1) AS seen
