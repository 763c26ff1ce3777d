-- Column, default, keys; then encoding, distribution key and sort key, which only Redshift has.
SELECT
	a.attname,
	pg_get_expr(d.adbin, d.adrelid),
	(
		SELECT string_agg(
			DISTINCT CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' ELSE 'foreign key' END, ', '
		)
		FROM pg_catalog.pg_constraint AS k
		WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f') AND a.attnum = ANY(k.conkey)
	),
	NULL, NULL, NULL
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE n.nspname = ${schema} AND c.relname = ${table} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
	AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
