-- The system tables and views that the double fills, with columns and types from the developer guide
-- [L:r_STL_LOAD_ERRORS and so on]. The proxy writes the tables outside any client's transaction.
SET search_path = redshift_double, pg_catalog;

CREATE TABLE stl_load_errors (
	userid integer, slice integer, tbl integer, starttime timestamp, session integer, query integer, filename char(256),
	line_number bigint, colname char(127), type char(10), col_length char(10), "position" integer, raw_line char(1024),
	raw_field_value char(1024), err_code integer, err_reason char(100)
);
CREATE TABLE stl_load_commits (
	userid integer, query integer, slice integer, filename char(256), lines_scanned integer, curtime timestamp,
	status integer, file_format char(16)
);
CREATE TABLE stv_load_state (
	userid integer, session integer, query integer, slice integer, pid integer, recordtime timestamp, bytes_to_load bigint,
	bytes_loaded bigint, lines integer, num_files integer, num_files_complete integer, current_file char(256), pct_complete integer
);
CREATE TABLE stv_recents (
	userid integer, status char(20), starttime timestamp, duration integer, user_name char(50), db_name char(50),
	query char(600), pid integer
);
CREATE TABLE sys_load_history (
	user_id integer, query_id bigint, transaction_id bigint, session_id integer, database_name text, status text,
	table_name text, start_time timestamp, end_time timestamp, duration bigint, data_source text, file_format text,
	loaded_rows bigint, loaded_bytes bigint, source_file_count integer, source_file_bytes bigint,
	file_count_scanned integer, file_bytes_scanned bigint, error_count bigint
);
CREATE TABLE sys_load_detail (
	user_id integer, query_id bigint, file_name char(256), bytes_scanned integer, lines_scanned integer,
	record_time timestamp, start_time timestamp, end_time timestamp
);
CREATE TABLE sys_load_error_detail (
	user_id integer, query_id bigint, transaction_id bigint, session_id integer, database_name char(64), table_id integer,
	start_time timestamp, file_name char(256), line_number bigint, column_name char(127), column_type char(10),
	column_length char(10), "position" integer, error_code integer, error_message char(512)
);
CREATE TABLE sys_query_history (
	user_id integer, query_id bigint, transaction_id bigint, session_id integer,
	database_name char(128), query_type char(32), status char(10), start_time timestamp,
	end_time timestamp, elapsed_time bigint, queue_time bigint, execution_time bigint, error_message char(512),
	returned_rows bigint, query_text char(4000)
);

CREATE FUNCTION redshift_type(type oid, modifier integer) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT replace(replace(pg_catalog.format_type($1, $2), 'redshift_double.', ''), 'redshift_varchar', 'character varying')
$$;

-- Open locks and their holders [L:r_SVV_TRANSACTIONS], read from PostgreSQL.
CREATE VIEW svv_transactions AS
SELECT
	a.usename::text AS txn_owner, a.datname::text AS txn_db, coalesce(a.backend_xid::text::bigint, a.pid::bigint) AS xid,
	l.pid, (a.xact_start AT TIME ZONE 'UTC') AS txn_start, l.mode::text AS lock_mode,
	CASE WHEN l.relation IS NULL THEN 'transactionid' ELSE 'relation' END AS lockable_object_type,
	l.relation::integer AS relation, l.granted
FROM pg_catalog.pg_locks AS l
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE a.datname = current_database() AND (l.relation IS NULL OR l.relation >= 16384)
	AND l.locktype IN ('relation', 'transactionid')
	-- Regular users see only their own rows [D:r_SVV_TRANSACTIONS].
	AND (a.usename = current_user OR current_setting('redshift_double.regular', true) IS DISTINCT FROM 'on');

CREATE VIEW information_schema_columns AS
SELECT
	current_database()::text AS table_catalog, n.nspname::text AS table_schema, c.relname::text AS table_name,
	a.attname::text AS column_name, a.attnum::integer AS ordinal_position, pg_get_expr(d.adbin, d.adrelid) AS column_default,
	CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
	regexp_replace(redshift_type(a.atttypid, NULL), '[(].*', '') AS data_type,
	CASE
		WHEN a.atttypid IN ('redshift_varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4 THEN a.atttypmod - 4
	END AS character_maximum_length
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v') AND c.oid >= 16384
	AND n.nspname NOT IN ('redshift_double', 'redshift_extract', 'pg_catalog', 'information_schema');

-- Hides the schema of the double's own objects.
CREATE FUNCTION current_schema() RETURNS name LANGUAGE sql STABLE AS $$
	SELECT nullif(nullif(pg_catalog.current_schema(), 'redshift_double'), 'pg_catalog')
$$;

CREATE FUNCTION format_type(type oid, modifier integer) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT redshift_type(type, modifier)
$$;

-- Empty tables are missing [K]. Size is in blocks of 1 MB.
CREATE FUNCTION row_count(relation oid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
	counted bigint;
BEGIN
	EXECUTE pg_catalog.format('SELECT count(*) FROM %s', relation::regclass) INTO counted;
	RETURN counted;
END $$;
CREATE VIEW svv_table_info AS
SELECT
	current_database()::text AS database, n.nspname::text AS schema, c.relname::text AS "table",
	ceil(pg_total_relation_size(c.oid) / 1048576.0)::bigint AS size, row_count(c.oid)::numeric(38, 0) AS tbl_rows
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.oid >= 16384 AND n.nspname NOT IN ('redshift_double', 'redshift_extract', 'pg_catalog', 'information_schema')
	AND row_count(c.oid) > 0;

-- [L:r_SVV_REDSHIFT_COLUMNS]. CREATE TABLE leaves the keys in the columns' comments. The encoding is a guess.
CREATE VIEW svv_redshift_columns AS
SELECT
	current_database()::text AS database_name, n.nspname::text AS schema_name, c.relname::text AS table_name,
	a.attname::text AS column_name, a.attnum::integer AS ordinal_position,
	redshift_type(a.atttypid, a.atttypmod) AS data_type, pg_get_expr(d.adbin, d.adrelid) AS column_default,
	CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
	CASE WHEN c.relkind = 'r' THEN 'lzo' END AS encoding,
	coalesce(col_description(c.oid, a.attnum) LIKE '%distkey%', false) AS distkey,
	coalesce(substring(col_description(c.oid, a.attnum) FROM 'sortkey (\d+)'), '0')::integer AS sortkey
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v') AND c.oid >= 16384
	AND n.nspname NOT IN ('redshift_double', 'redshift_extract', 'pg_catalog', 'information_schema');

GRANT SELECT ON ALL TABLES IN SCHEMA redshift_double TO PUBLIC;
