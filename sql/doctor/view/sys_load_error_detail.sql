SELECT count(*) FROM (SELECT 1 FROM sys_load_error_detail LIMIT 1) AS seen
