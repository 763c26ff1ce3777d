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
CREATE FUNCTION trunc(timestamp) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT $1::date $$;
CREATE FUNCTION last_day(timestamp) RETURNS date LANGUAGE sql IMMUTABLE
	AS $$ SELECT (date_trunc('month', $1) + interval '1 month' - interval '1 day')::date $$;

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
CREATE FUNCTION add_to_average(numeric[], smallint) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT
	AS $$ SELECT ARRAY[$1[1] + $2, $1[2] + 1] $$;
CREATE AGGREGATE avg(bigint) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = integer_average);
CREATE AGGREGATE avg(integer) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = integer_average);
CREATE AGGREGATE avg(smallint) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = integer_average);

-- Maps date part names [D:r_Dateparts_for_datetime_functions] to PostgreSQL's.
CREATE FUNCTION date_part_name(part text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	names constant jsonb := '{
		"epoch": "epoch", "year": "year", "years": "year", "y": "year", "yr": "year", "yrs": "year",
		"quarter": "quarter", "quarters": "quarter", "qtr": "quarter", "qtrs": "quarter",
		"month": "month", "months": "month", "mon": "month", "mons": "month", "week": "week", "weeks": "week", "w": "week",
		"dayofweek": "dow", "dow": "dow", "dw": "dow", "weekday": "dow",
		"dayofyear": "doy", "doy": "doy", "dy": "doy", "yearday": "doy", "day": "day", "days": "day", "d": "day",
		"hour": "hour", "hours": "hour", "h": "hour", "hr": "hour", "hrs": "hour",
		"minute": "minute", "minutes": "minute", "m": "minute", "min": "minute", "mins": "minute",
		"second": "second", "seconds": "second", "s": "second", "sec": "second", "secs": "second"
	}';
BEGIN
	IF NOT names ? lower(part) THEN
		RAISE EXCEPTION 'redshift-double: the date part %', part;
	END IF;
	RETURN names ->> lower(part);
END $$;

-- EXTRACT returns an INTEGER for TIMESTAMP and DATE [D:r_EXTRACT_function], DATE_PART a DOUBLE [D:r_DATE_PART_function];
-- both name their column date_part [K].
CREATE SCHEMA redshift_extract;
GRANT USAGE ON SCHEMA redshift_extract TO PUBLIC;
-- Truncating the fraction of a second instead of rounding is a guess.
CREATE FUNCTION redshift_extract.date_part(part text, timestamp) RETURNS integer LANGUAGE sql IMMUTABLE
	AS $$ SELECT floor(pg_catalog.date_part(redshift_double.date_part_name($1), $2))::integer $$;
CREATE FUNCTION redshift_extract.date_part(part text, date) RETURNS integer LANGUAGE sql IMMUTABLE
	AS $$ SELECT floor(pg_catalog.date_part(redshift_double.date_part_name($1), $2::timestamp))::integer $$;
CREATE FUNCTION redshift_extract.date_part(part text, interval) RETURNS integer LANGUAGE sql IMMUTABLE
	AS $$ SELECT floor(pg_catalog.date_part(redshift_double.date_part_name($1), $2))::integer $$;
CREATE FUNCTION redshift_extract.date_part(part text, timestamptz) RETURNS double precision LANGUAGE sql STABLE
	AS $$ SELECT pg_catalog.date_part(redshift_double.date_part_name($1), $2) $$;
CREATE FUNCTION date_part(part text, timestamp) RETURNS double precision LANGUAGE sql IMMUTABLE
	AS $$ SELECT pg_catalog.date_part(redshift_double.date_part_name($1), $2) $$;
CREATE FUNCTION date_part(part text, date) RETURNS double precision LANGUAGE sql IMMUTABLE
	AS $$ SELECT pg_catalog.date_part(redshift_double.date_part_name($1), $2::timestamp) $$;

-- [D:r_DATEADD_function]; DATEDIFF counts the boundaries between two times [D:r_DATEDIFF_function].
CREATE FUNCTION unit(part text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE redshift_double.date_part_name($1)
		WHEN 'quarter' THEN interval '3 months'
		ELSE ('1 ' || redshift_double.date_part_name($1))::interval
	END
$$;
CREATE FUNCTION dateadd(part text, amount bigint, timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
	AS $$ SELECT $3 + $2 * redshift_double.unit($1) $$;
CREATE FUNCTION months(timestamp) RETURNS double precision LANGUAGE sql IMMUTABLE
	AS $$ SELECT pg_catalog.date_part('year', $1) * 12 + pg_catalog.date_part('month', $1) $$;
CREATE FUNCTION epoch_of(part text, timestamp) RETURNS double precision LANGUAGE sql IMMUTABLE
	AS $$ SELECT pg_catalog.date_part('epoch', date_trunc(redshift_double.date_part_name($1), $2)) $$;
CREATE FUNCTION datediff(part text, timestamp, timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE redshift_double.date_part_name($1)
		WHEN 'year' THEN pg_catalog.date_part('year', $3) - pg_catalog.date_part('year', $2)
		WHEN 'quarter' THEN floor((redshift_double.months($3) - 1) / 3) - floor((redshift_double.months($2) - 1) / 3)
		WHEN 'month' THEN redshift_double.months($3) - redshift_double.months($2)
		ELSE (redshift_double.epoch_of($1, $3) - redshift_double.epoch_of($1, $2))
			/ pg_catalog.date_part('epoch', redshift_double.unit($1))
	END::bigint
$$;

-- The proxy inserts the value as the argument.
CREATE FUNCTION pg_last_copy_count(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION pg_last_copy_id(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION pg_last_query_id(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;

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

-- IDENTITY values are unique but neither consecutive nor ordered [D:r_CREATE_TABLE_NEW]: 0, 1, 2, 3 … become 2, 0, 6, 4 …
CREATE FUNCTION identity_value(rank bigint, seed bigint, step bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
	AS $$ SELECT $2 + $3 * 2 * ($1 # 1) $$;

-- Attributes of CREATE TABLE that PostgreSQL cannot store; written in the client's transaction.
CREATE TABLE table_attributes (
	relation oid NOT NULL, diststyle text NOT NULL, distkey text, sortkeys text[] NOT NULL, encodings jsonb NOT NULL
);
GRANT SELECT, INSERT ON table_attributes TO PUBLIC;
