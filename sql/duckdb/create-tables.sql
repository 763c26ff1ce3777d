-- Staging: one row per JSON object, typed but otherwise unchanged. Every column is nullable. The text of events is
-- repetitive: naming the compression saves DuckDB from trying every method on a sample, a fifth of the load time.
CREATE TABLE staging_events (
	artist VARCHAR USING COMPRESSION dictionary,
	auth VARCHAR USING COMPRESSION dictionary,
	firstname VARCHAR USING COMPRESSION dictionary,
	gender VARCHAR USING COMPRESSION dictionary,
	iteminsession INTEGER,
	lastname VARCHAR USING COMPRESSION dictionary,
	length DOUBLE,
	level VARCHAR USING COMPRESSION dictionary,
	location VARCHAR USING COMPRESSION dictionary,
	method VARCHAR USING COMPRESSION dictionary,
	page VARCHAR USING COMPRESSION dictionary,
	registration BIGINT,
	sessionid INTEGER,
	song VARCHAR USING COMPRESSION dictionary,
	status INTEGER,
	ts BIGINT,
	useragent VARCHAR USING COMPRESSION dictionary,
	userid INTEGER
);

CREATE TABLE staging_songs (
	num_songs INTEGER,
	artist_id VARCHAR,
	artist_latitude DOUBLE,
	artist_longitude DOUBLE,
	artist_location VARCHAR,
	artist_name VARCHAR,
	song_id VARCHAR,
	title VARCHAR,
	duration DOUBLE,
	year INTEGER
);

-- Records that could not be loaded, and why.
CREATE TABLE staging_rejects (
	table_name VARCHAR NOT NULL,
	-- The stage run that rejected the record.
	run_id VARCHAR NOT NULL,
	file VARCHAR NOT NULL,
	line BIGINT NOT NULL,
	column_name VARCHAR,
	reason VARCHAR NOT NULL,
	raw VARCHAR
);

-- What is loaded: one row per table, written in the transaction of the stage that fills the table.
CREATE TABLE staging_loads (
	table_name VARCHAR NOT NULL,
	-- load_id is shared by tables that were loaded together; each stage run has a new run_id.
	load_id VARCHAR NOT NULL,
	run_id VARCHAR NOT NULL,
	-- Sources: two addresses, and a hash of the jsonpaths file if one is used.
	log_data VARCHAR NOT NULL,
	song_data VARCHAR NOT NULL,
	jsonpaths VARCHAR,
	-- Source files of a staging table; NULL if they could not be listed.
	files BIGINT,
	bytes BIGINT,
	fingerprint VARCHAR,
	records BIGINT,
	rows_loaded BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	-- Who ran the load, on which machine, and when it finished by the warehouse's clock, in UTC.
	loaded_by VARCHAR NOT NULL,
	host VARCHAR NOT NULL,
	finished_at TIMESTAMP NOT NULL
);

-- Dimensions. The transforms produce unique keys, and verify checks them: building an index to enforce uniqueness would
-- take longer than the load.
CREATE TABLE users (
	user_id INTEGER NOT NULL,
	first_name VARCHAR,
	last_name VARCHAR,
	gender VARCHAR,
	level VARCHAR
);

CREATE TABLE songs (
	song_id VARCHAR NOT NULL,
	title VARCHAR,
	artist_id VARCHAR,
	year INTEGER,
	duration DOUBLE
);

CREATE TABLE artists (
	artist_id VARCHAR NOT NULL,
	name VARCHAR,
	location VARCHAR,
	latitude DOUBLE,
	longitude DOUBLE
);

CREATE TABLE "time" (
	start_time TIMESTAMP NOT NULL,
	hour INTEGER NOT NULL,
	day INTEGER NOT NULL,
	week INTEGER NOT NULL,
	month INTEGER NOT NULL,
	year INTEGER NOT NULL,
	weekday INTEGER NOT NULL
);

-- The fact table: one row per play.
CREATE SEQUENCE songplays_songplay_id;

CREATE TABLE songplays (
	songplay_id BIGINT NOT NULL DEFAULT nextval('songplays_songplay_id'),
	start_time TIMESTAMP NOT NULL,
	user_id INTEGER NOT NULL,
	level VARCHAR USING COMPRESSION dictionary,
	song_id VARCHAR USING COMPRESSION dictionary,
	artist_id VARCHAR USING COMPRESSION dictionary,
	session_id INTEGER,
	location VARCHAR USING COMPRESSION dictionary,
	user_agent VARCHAR USING COMPRESSION dictionary
);
