-- VARCHAR counts bytes on Redshift, not characters. 256, its default, is too few: the public song data hold an
-- artist_location of more than that. More than the 2,048 that the load allows anywhere would cost memory, which queries
-- set aside by the declared width. No ENCODE: left alone, Redshift chooses the compression of each column by itself.

-- Staging: one row for each JSON object read, raw but typed. Every column may be NULL. Rows are spread evenly over the
-- slices (EVEN) and have no sort key: they are read whole, and joined by texts of which no key would keep trailing blanks
-- out. ts and registration stay the numbers that the files have, whole milliseconds since 1970.
CREATE TABLE "${schema}".staging_events (
	artist VARCHAR(2048),
	auth VARCHAR(2048),
	firstname VARCHAR(2048),
	gender VARCHAR(2048),
	iteminsession INTEGER,
	lastname VARCHAR(2048),
	length DOUBLE PRECISION,
	level VARCHAR(2048),
	location VARCHAR(2048),
	method VARCHAR(2048),
	page VARCHAR(2048),
	registration BIGINT,
	sessionid INTEGER,
	song VARCHAR(2048),
	status INTEGER,
	ts BIGINT,
	useragent VARCHAR(2048),
	userid INTEGER
)
DISTSTYLE EVEN;

CREATE TABLE "${schema}".staging_songs (
	num_songs INTEGER,
	artist_id VARCHAR(2048),
	artist_latitude DOUBLE PRECISION,
	artist_longitude DOUBLE PRECISION,
	artist_location VARCHAR(2048),
	artist_name VARCHAR(2048),
	song_id VARCHAR(2048),
	title VARCHAR(2048),
	duration DOUBLE PRECISION,
	year INTEGER
)
DISTSTYLE EVEN;

-- What was read and could not be loaded, and why. RAW is a reserved word on Redshift.
CREATE TABLE "${schema}".staging_rejects (
	table_name VARCHAR(2048) NOT NULL,
	-- The run of the stage that rejected it.
	run_id VARCHAR(64) NOT NULL,
	file VARCHAR(2048) NOT NULL,
	line BIGINT NOT NULL,
	column_name VARCHAR(2048),
	reason VARCHAR(2048) NOT NULL,
	"raw" VARCHAR(4096)
);

-- What is loaded: one row for each table that a stage fills, written in the transaction of that stage. So
-- few rows need no distribution or sort key.
CREATE TABLE "${schema}".staging_loads (
	table_name VARCHAR(64) NOT NULL,
	-- The same in all tables that were loaded together; run_id is new each time a stage runs.
	load_id VARCHAR(64) NOT NULL,
	run_id VARCHAR(64) NOT NULL,
	-- Where the records come from: two addresses, and a hash of the jsonpaths file where one is used.
	log_data VARCHAR(2048) NOT NULL,
	song_data VARCHAR(2048) NOT NULL,
	jsonpaths VARCHAR(2048),
	-- The files that a staging table was read from, as far as they could be listed.
	files BIGINT,
	bytes BIGINT,
	fingerprint VARCHAR(2048),
	records BIGINT,
	rows_loaded BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	-- Who loaded it, from which machine, and when by the clock of the warehouse, in UTC.
	loaded_by VARCHAR(2048) NOT NULL,
	host VARCHAR(2048) NOT NULL,
	finished_at TIMESTAMP NOT NULL
);

-- Dimensions. Every node keeps a copy of the small ones (ALL), so that no join has to move them, sorted by the key they
-- are looked up by. No PRIMARY KEY or REFERENCES: Redshift does not enforce them but plans with them, and a wrong one
-- gives wrong answers. Keys are unique because of the way they are filled, and verify checks it.
CREATE TABLE "${schema}".users (
	user_id INTEGER NOT NULL,
	first_name VARCHAR(2048),
	last_name VARCHAR(2048),
	gender VARCHAR(2048),
	level VARCHAR(2048)
)
DISTSTYLE ALL
SORTKEY (user_id);

CREATE TABLE "${schema}".songs (
	song_id VARCHAR(2048) NOT NULL,
	title VARCHAR(2048),
	artist_id VARCHAR(2048),
	year INTEGER,
	duration DOUBLE PRECISION
)
DISTSTYLE ALL
SORTKEY (song_id);

CREATE TABLE "${schema}".artists (
	artist_id VARCHAR(2048) NOT NULL,
	name VARCHAR(2048),
	location VARCHAR(2048),
	latitude DOUBLE PRECISION,
	longitude DOUBLE PRECISION
)
DISTSTYLE ALL
SORTKEY (artist_id);

-- Nearly as long as the fact: both are spread and sorted by start_time, so that their join stays on each node, and a
-- query for some days reads only the blocks of those days.
CREATE TABLE "${schema}"."time" (
	start_time TIMESTAMP NOT NULL,
	hour INTEGER NOT NULL,
	day INTEGER NOT NULL,
	week INTEGER NOT NULL,
	month INTEGER NOT NULL,
	year INTEGER NOT NULL,
	weekday INTEGER NOT NULL
)
DISTSTYLE KEY
DISTKEY (start_time)
SORTKEY (start_time);

-- The fact: one row for each play. IDENTITY gives every row a number of its own, with gaps and in no order, for each
-- slice counts by itself. Hardly two plays have the same start_time, so that the slices are filled alike.
CREATE TABLE "${schema}".songplays (
	songplay_id BIGINT IDENTITY(0, 1) NOT NULL,
	start_time TIMESTAMP NOT NULL,
	user_id INTEGER NOT NULL,
	level VARCHAR(2048),
	song_id VARCHAR(2048),
	artist_id VARCHAR(2048),
	session_id INTEGER,
	location VARCHAR(2048),
	user_agent VARCHAR(2048)
)
DISTSTYLE KEY
DISTKEY (start_time)
SORTKEY (start_time);
