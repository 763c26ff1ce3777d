SELECT * FROM sys_load_history WHERE table_name LIKE ${pattern} AND start_time >= ${since} ORDER BY query_id
