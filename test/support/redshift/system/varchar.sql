-- Makes a PostgreSQL database behave like Redshift. All objects are in the schema redshift_double, which precedes
-- pg_catalog in the search path, so that its functions and operators take precedence. Sources are cited as in the
-- TypeScript code.
CREATE SCHEMA redshift_double;
GRANT USAGE, CREATE ON SCHEMA redshift_double TO PUBLIC;
SET search_path = redshift_double, pg_catalog;

-- VARCHAR has a length in bytes and compares without trailing blanks [D:r_Character_types]. This type is stored like
-- varchar and compared by the functions of bpchar, which also ignore trailing blanks.
CREATE TYPE redshift_varchar;
CREATE FUNCTION redshift_varchar_in(cstring, oid, integer) RETURNS redshift_varchar
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharin';
CREATE FUNCTION redshift_varchar_out(redshift_varchar) RETURNS cstring
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharout';
CREATE FUNCTION redshift_varchar_recv(internal, oid, integer) RETURNS redshift_varchar
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharrecv';
CREATE FUNCTION redshift_varchar_send(redshift_varchar) RETURNS bytea
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharsend';
CREATE TYPE redshift_varchar (
	INPUT = redshift_varchar_in, OUTPUT = redshift_varchar_out,
	RECEIVE = redshift_varchar_recv, SEND = redshift_varchar_send,
	TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout,
	LIKE = varchar, CATEGORY = 'S', COLLATABLE = true
);

CREATE CAST (redshift_varchar AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (redshift_varchar AS varchar) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (text AS redshift_varchar) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (varchar AS redshift_varchar) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE FUNCTION to_redshift_varchar(character) RETURNS redshift_varchar
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'rtrim1';
CREATE CAST (character AS redshift_varchar) WITH FUNCTION to_redshift_varchar(character) AS ASSIGNMENT;

-- The first bytes of a text, without a partial character at the end.
CREATE FUNCTION first_bytes(value text, width integer) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
	bytes bytea := convert_to(value, 'UTF8');
	kept integer := width;
BEGIN
	WHILE kept > 0 AND get_byte(bytes, kept) & 192 = 128 LOOP
		kept := kept - 1;
	END LOOP;
	RETURN convert_from(substring(bytes FROM 1 FOR kept), 'UTF8');
END $$;

-- A cast truncates the text; an INSERT rejects it unless the excess is blanks [D:r_Character_types]. The error is that of
-- [I:metabase/metabase#49147]; the proxy adds its block of detail.
CREATE FUNCTION fit_varchar(value redshift_varchar, modifier integer, is_cast boolean) RETURNS redshift_varchar
	LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
	width integer := modifier - 4;
BEGIN
	IF modifier < 4 OR octet_length(value::text) <= width THEN
		RETURN value;
	END IF;
	IF is_cast OR octet_length(rtrim(value::text, ' ')) <= width THEN
		RETURN first_bytes(value::text, width)::redshift_varchar;
	END IF;
	RAISE EXCEPTION 'Value too long for character type'
		USING ERRCODE = 'XX000', DETAIL = format('Value too long for type character varying(%s)', width);
END $$;
ALTER FUNCTION fit_varchar SET search_path = redshift_double, pg_catalog;
ALTER FUNCTION first_bytes SET search_path = redshift_double, pg_catalog;
CREATE CAST (redshift_varchar AS redshift_varchar) WITH FUNCTION fit_varchar(redshift_varchar, integer, boolean)
	AS IMPLICIT;

-- The operators also exist for text, the type of PostgreSQL's functions and literals. GROUP BY, DISTINCT and ORDER BY of a
-- computed text still consider trailing blanks.
DO $$
DECLARE
	type text;
BEGIN
	FOREACH type IN ARRAY ARRAY['redshift_varchar', 'text'] LOOP
		EXECUTE format(
			$sql$
			CREATE FUNCTION blank_eq(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpchareq';
			CREATE FUNCTION blank_ne(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpcharne';
			CREATE FUNCTION blank_lt(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpcharlt';
			CREATE FUNCTION blank_le(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpcharle';
			CREATE FUNCTION blank_gt(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpchargt';
			CREATE FUNCTION blank_ge(%1$s, %1$s) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'bpcharge';
			CREATE FUNCTION blank_compare(%1$s, %1$s) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bpcharcmp';
			CREATE FUNCTION blank_hash(%1$s) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashbpchar';
			CREATE OPERATOR = (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_eq, COMMUTATOR = OPERATOR(redshift_double.=), NEGATOR = OPERATOR(redshift_double.<>),
				RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
			CREATE OPERATOR <> (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_ne, COMMUTATOR = OPERATOR(redshift_double.<>), NEGATOR = OPERATOR(redshift_double.=),
				RESTRICT = neqsel, JOIN = neqjoinsel);
			CREATE OPERATOR < (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_lt, COMMUTATOR = OPERATOR(redshift_double.>), NEGATOR = OPERATOR(redshift_double.>=),
				RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
			CREATE OPERATOR <= (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_le, COMMUTATOR = OPERATOR(redshift_double.>=), NEGATOR = OPERATOR(redshift_double.>),
				RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
			CREATE OPERATOR > (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_gt, COMMUTATOR = OPERATOR(redshift_double.<), NEGATOR = OPERATOR(redshift_double.<=),
				RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
			CREATE OPERATOR >= (LEFTARG = %1$s, RIGHTARG = %1$s, FUNCTION = blank_ge, COMMUTATOR = OPERATOR(redshift_double.<=), NEGATOR = OPERATOR(redshift_double.<),
				RESTRICT = scalargesel, JOIN = scalargejoinsel);
			CREATE OPERATOR CLASS blank_order_%1$s %2$s FOR TYPE %1$s USING btree AS
				OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
				FUNCTION 1 blank_compare(%1$s, %1$s);
			CREATE OPERATOR CLASS blank_hash_%1$s %2$s FOR TYPE %1$s USING hash AS
				OPERATOR 1 =, FUNCTION 1 blank_hash(%1$s);
			$sql$,
			type, CASE WHEN type = 'text' THEN '' ELSE 'DEFAULT' END
		);
	END LOOP;
END $$;

-- Redshift accepts `integer = varchar` and compares the values as numbers [R].
CREATE FUNCTION number_eq(bigint, redshift_varchar) RETURNS boolean LANGUAGE sql IMMUTABLE
	AS 'SELECT $1 = $2::text::bigint';
CREATE FUNCTION number_eq(redshift_varchar, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE
	AS 'SELECT $1::text::bigint = $2';
CREATE OPERATOR = (LEFTARG = bigint, RIGHTARG = redshift_varchar, FUNCTION = number_eq, COMMUTATOR = =);
CREATE OPERATOR = (LEFTARG = redshift_varchar, RIGHTARG = bigint, FUNCTION = number_eq, COMMUTATOR = =);
