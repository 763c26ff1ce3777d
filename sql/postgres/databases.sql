-- Name, owner, encoding and file, each where the engine has it.
SELECT datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), NULL
FROM pg_catalog.pg_database
WHERE NOT datistemplate
ORDER BY datname COLLATE "C"
