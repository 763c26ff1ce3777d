-- Whether the file is open for reading only, as a write-protected one is.
SELECT readonly FROM duckdb_databases() WHERE database_name = current_database();
