-- Name, owner, encoding and file, each where the engine has it.
SELECT database_name, NULL, NULL, path FROM duckdb_databases() WHERE NOT internal ORDER BY database_name
