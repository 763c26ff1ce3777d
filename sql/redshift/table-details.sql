-- Column, default, keys, encoding, distribution key and position in the sort key. Keys of other kinds are not enforced, so
-- they are left out.
SELECT
	column_name, column_default, NULL, encoding,
	CASE WHEN distkey THEN 'distkey' END,
	CASE WHEN sortkey <> 0 THEN sortkey END
FROM svv_redshift_columns
WHERE database_name = current_database() AND schema_name = ${schema} AND table_name = lower(${table})
ORDER BY ordinal_position
