SELECT table_name, 'table', column_count
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = coalesce(${schema}, current_schema()) AND NOT internal
UNION ALL
SELECT view_name, 'view', column_count
FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = coalesce(${schema}, current_schema()) AND NOT internal
ORDER BY 1
