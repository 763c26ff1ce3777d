-- Name, owner, encoding and file, each where the engine has it.
SELECT d.datname, u.usename, NULL, NULL
FROM pg_catalog.pg_database AS d
LEFT JOIN pg_catalog.pg_user AS u ON u.usesysid = d.datdba
WHERE NOT d.datistemplate
ORDER BY d.datname
