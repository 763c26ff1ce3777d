SELECT count(*) FROM (SELECT 1 FROM stl_load_commits LIMIT 1) AS seen
