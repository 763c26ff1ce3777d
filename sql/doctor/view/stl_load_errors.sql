SELECT count(*) FROM (SELECT 1 FROM stl_load_errors LIMIT 1) AS seen
