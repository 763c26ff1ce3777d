SELECT count(*) FROM (SELECT 1 FROM stv_load_state LIMIT 1) AS seen
