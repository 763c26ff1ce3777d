-- DuckDB ignores the case of names.
SELECT
	c.column_name,
	c.data_type,
	CASE WHEN c.is_nullable THEN 'yes' ELSE 'no' END,
	CASE WHEN c.table_oid IN (SELECT view_oid FROM duckdb_views()) THEN 'view' ELSE 'table' END
FROM duckdb_columns() AS c
WHERE c.database_name = current_database() AND c.schema_name = coalesce(${schema}, current_schema())
	AND lower(c.table_name) = lower(${table})
ORDER BY c.column_index
