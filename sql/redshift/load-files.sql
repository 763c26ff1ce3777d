-- Files that a COPY has finished.
SELECT count(DISTINCT file_name) FROM sys_load_detail WHERE query_id = ${query}
