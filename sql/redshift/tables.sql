-- pg_catalog, because information_schema omits tables that the user has no privilege on. Their names are taken too.
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
WHERE n.nspname = ${schema} AND c.relname IN (${names}) AND c.relkind IN ('r', 'v')
	AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
