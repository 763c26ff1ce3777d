SELECT count(*) FROM (SELECT 1 FROM sys_load_detail LIMIT 1) AS seen
