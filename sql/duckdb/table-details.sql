-- Column, default, keys; then encoding, distribution key and sort key, which only Redshift has.
SELECT
	c.column_name,
	c.column_default,
	(
		SELECT string_agg(DISTINCT lower(k.constraint_type), ', ')
		FROM duckdb_constraints() AS k
		WHERE k.table_oid = c.table_oid AND k.constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
			AND list_contains(k.constraint_column_names, c.column_name)
	),
	NULL, NULL, NULL
FROM duckdb_columns() AS c
WHERE c.database_name = current_database() AND c.schema_name = coalesce(${schema}, current_schema())
	AND lower(c.table_name) = lower(${table})
ORDER BY c.column_index
