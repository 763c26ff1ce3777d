SELECT count(*) FROM (SELECT 1 FROM sys_load_history LIMIT 1) AS seen
