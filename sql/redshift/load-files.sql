-- Files that a COPY is done with.
SELECT count(DISTINCT file_name) FROM sys_load_detail WHERE query_id = ${query}
