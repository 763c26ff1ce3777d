-- Views on the tables, and foreign keys in other tables that reference them. DROP TABLE fails while any exist.
SELECT DISTINCT t.relname, 'view', s.nspname, v.relname
FROM pg_catalog.pg_class AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_depend AS d ON d.refobjid = t.oid
JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid
JOIN pg_catalog.pg_class AS v ON v.oid = r.ev_class
JOIN pg_catalog.pg_namespace AS s ON s.oid = v.relnamespace
WHERE n.nspname = ${schema} AND t.relname IN (${names}) AND v.oid <> t.oid
UNION ALL
SELECT DISTINCT t.relname, 'foreign key', s.nspname, o.relname
FROM pg_catalog.pg_class AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_constraint AS k ON k.confrelid = t.oid
JOIN pg_catalog.pg_class AS o ON o.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS s ON s.oid = o.relnamespace
WHERE k.contype = 'f' AND n.nspname = ${schema} AND t.relname IN (${names})
	AND NOT (s.nspname = ${schema} AND o.relname IN (${names}))
ORDER BY 1, 3, 4
