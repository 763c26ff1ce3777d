-- Staging: one row per JSON object, typed but otherwise unchanged. Every column is nullable. UNLOGGED tables are empty
-- after a server crash; load them again. COLLATE "C" compares text by code point, as on the other engines.
CREATE UNLOGGED TABLE "${schema}".staging_events (
	artist text COLLATE "C",
	auth text COLLATE "C",
	firstname text COLLATE "C",
	gender text COLLATE "C",
	iteminsession integer,
	lastname text COLLATE "C",
	length double precision,
	level text COLLATE "C",
	location text COLLATE "C",
	method text COLLATE "C",
	page text COLLATE "C",
	registration bigint,
	sessionid integer,
	song text COLLATE "C",
	status integer,
	ts bigint,
	useragent text COLLATE "C",
	userid integer
);

CREATE UNLOGGED TABLE "${schema}".staging_songs (
	num_songs integer,
	artist_id text COLLATE "C",
	artist_latitude double precision,
	artist_longitude double precision,
	artist_location text COLLATE "C",
	artist_name text COLLATE "C",
	song_id text COLLATE "C",
	title text COLLATE "C",
	duration double precision,
	year integer
);

-- Records that could not be loaded, and why.
CREATE TABLE "${schema}".staging_rejects (
	table_name text COLLATE "C" NOT NULL,
	-- The stage run that rejected the record.
	run_id text COLLATE "C" NOT NULL,
	file text COLLATE "C" NOT NULL,
	line bigint NOT NULL,
	column_name text COLLATE "C",
	reason text COLLATE "C" NOT NULL,
	raw text COLLATE "C"
);

-- What is loaded: one row per table, written in the transaction of the stage that fills the table.
CREATE TABLE "${schema}".staging_loads (
	table_name text COLLATE "C" NOT NULL,
	-- load_id is shared by tables that were loaded together; each stage run has a new run_id.
	load_id text COLLATE "C" NOT NULL,
	run_id text COLLATE "C" NOT NULL,
	-- Sources: two addresses, and a hash of the jsonpaths file if one is used.
	log_data text COLLATE "C" NOT NULL,
	song_data text COLLATE "C" NOT NULL,
	jsonpaths text COLLATE "C",
	-- Source files of a staging table; NULL if they could not be listed.
	files bigint,
	bytes bigint,
	fingerprint text COLLATE "C",
	records bigint,
	rows_loaded bigint NOT NULL,
	rows_rejected bigint NOT NULL,
	-- Who ran the load, on which machine, and when it finished by the warehouse's clock, in UTC.
	loaded_by text COLLATE "C" NOT NULL,
	host text COLLATE "C" NOT NULL,
	finished_at timestamp NOT NULL
);

-- Dimensions. The transforms produce unique keys, and verify checks them: building an index to enforce uniqueness would
-- take longer than the load.
CREATE TABLE "${schema}".users (
	user_id integer NOT NULL,
	first_name text COLLATE "C",
	last_name text COLLATE "C",
	gender text COLLATE "C",
	level text COLLATE "C"
);

CREATE TABLE "${schema}".songs (
	song_id text COLLATE "C" NOT NULL,
	title text COLLATE "C",
	artist_id text COLLATE "C",
	year integer,
	duration double precision
);

CREATE TABLE "${schema}".artists (
	artist_id text COLLATE "C" NOT NULL,
	name text COLLATE "C",
	location text COLLATE "C",
	latitude double precision,
	longitude double precision
);

CREATE TABLE "${schema}"."time" (
	start_time timestamp NOT NULL,
	hour integer NOT NULL,
	day integer NOT NULL,
	week integer NOT NULL,
	month integer NOT NULL,
	year integer NOT NULL,
	weekday integer NOT NULL
);

-- The fact table: one row per play.
CREATE TABLE "${schema}".songplays (
	songplay_id bigint GENERATED ALWAYS AS IDENTITY,
	start_time timestamp NOT NULL,
	user_id integer NOT NULL,
	level text COLLATE "C",
	song_id text COLLATE "C",
	artist_id text COLLATE "C",
	session_id integer,
	location text COLLATE "C",
	user_agent text COLLATE "C"
);
