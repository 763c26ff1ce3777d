SELECT * FROM sys_load_error_detail WHERE query_id = ${query} ORDER BY line_number LIMIT 5
