SELECT * FROM sys_load_detail WHERE query_id = ${query}
