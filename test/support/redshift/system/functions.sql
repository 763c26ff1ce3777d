-- Functions that PostgreSQL lacks or implements differently. SQL bodies are strings because the form with RETURN requires
-- PostgreSQL 14.
SET search_path = redshift_double, pg_catalog;

-- The form that many clients parse [K]; the build number is made up.
CREATE FUNCTION version() RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), '
		|| 'Redshift 1.0.99999'
$$;

-- GETDATE is the time of the statement without fractions [L:r_GETDATE]; SYSDATE that of the transaction, with fractions
-- [L:r_SYSDATE].
CREATE FUNCTION getdate() RETURNS timestamp LANGUAGE sql STABLE
	AS $$ SELECT date_trunc('second', statement_timestamp()::timestamp) $$;
CREATE FUNCTION sysdate() RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT pg_catalog.now()::timestamp $$;

-- Counts characters, not bytes, including trailing blanks [D:r_LEN].
CREATE FUNCTION len(text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT char_length($1) $$;
CREATE FUNCTION round(double precision, integer) RETURNS double precision LANGUAGE sql IMMUTABLE
	AS $$ SELECT pg_catalog.round($1::numeric, $2)::double precision $$;

-- Converts a text in the given base to a number [L:r_STRTOL].
CREATE FUNCTION strtol(text, integer) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
	total bigint := 0;
	digit integer;
BEGIN
	FOR at IN 1 .. length($1) LOOP
		digit := strpos('0123456789abcdefghijklmnopqrstuvwxyz', lower(substr($1, at, 1))) - 1;
		IF digit < 0 OR digit >= $2 THEN
			RAISE EXCEPTION 'redshift-double: STRTOL of %', $1;
		END IF;
		total := total * $2 + digit;
	END LOOP;
	RETURN total;
END $$;

-- The average of integers is a BIGINT [L:r_AVG].
CREATE FUNCTION add_to_average(numeric[], bigint) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT
	AS $$ SELECT ARRAY[$1[1] + $2, $1[2] + 1] $$;
CREATE FUNCTION integer_average(numeric[]) RETURNS bigint LANGUAGE sql IMMUTABLE
	AS $$ SELECT CASE WHEN $1[2] = 0 THEN NULL ELSE pg_catalog.trunc($1[1] / $1[2])::bigint END $$;
CREATE FUNCTION add_to_average(numeric[], integer) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT
	AS $$ SELECT ARRAY[$1[1] + $2, $1[2] + 1] $$;
CREATE AGGREGATE avg(bigint) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = integer_average);
CREATE AGGREGATE avg(integer) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = integer_average);

-- EXTRACT returns an INTEGER for TIMESTAMP [D:r_EXTRACT_function] and names its column date_part [K]. Truncating the
-- fraction of a second instead of rounding is a guess.
CREATE SCHEMA redshift_extract;
GRANT USAGE ON SCHEMA redshift_extract TO PUBLIC;
CREATE FUNCTION redshift_extract.date_part(part text, timestamp) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF part NOT IN ('epoch', 'year', 'month', 'week', 'day', 'dow', 'hour', 'minute', 'second') THEN
		RAISE EXCEPTION 'redshift-double: the date part %', part;
	END IF;
	RETURN floor(pg_catalog.date_part(part, $2))::integer;
END $$;

-- The proxy inserts the value as the argument.
CREATE FUNCTION pg_last_copy_count(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION pg_last_copy_id(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;

-- Notifies the proxy, which runs COPY itself.
CREATE FUNCTION pg_cancel_backend(pid integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('redshift_double_cancel', pid::text);
	RETURN pg_catalog.pg_cancel_backend(pid);
END $$;

-- Fails the transaction, as an error raised by the proxy does.
CREATE FUNCTION fail() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'redshift-double: failed on purpose';
END $$;

-- A trigger that makes IDENTITY values unique but neither consecutive nor ordered [D:r_CREATE_TABLE_NEW]:
-- 0, 1, 2, 3 … become 2, 0, 6, 4 … Its arguments are the column, the seed and the step.
CREATE FUNCTION spread_identity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	rank bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
	value bigint := TG_ARGV[1]::bigint + TG_ARGV[2]::bigint * 2 * (rank # 1);
BEGIN
	RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], value));
END $$;
