-- VARCHAR lengths are in bytes on Redshift, not characters. The default, 256, is too short: the public song data has a
-- longer artist_location. The load allows 2,048 bytes on every engine; a wider column would waste memory, because queries
-- allocate it by declared width. Without ENCODE, Redshift chooses the compression of each column.

-- Staging: one row per JSON object, typed but otherwise unchanged. Every column is nullable. Rows are spread evenly over
-- the slices (EVEN) with no sort key: the transforms scan the complete tables and join them by text without trailing
-- spaces, which no key supports. ts and registration stay as in the files, in milliseconds since 1970.
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

-- Records that could not be loaded, and why. RAW is a reserved word on Redshift.
CREATE TABLE "${schema}".staging_rejects (
	table_name VARCHAR(2048) NOT NULL,
	-- The stage run that rejected the record.
	run_id VARCHAR(64) NOT NULL,
	file VARCHAR(2048) NOT NULL,
	line BIGINT NOT NULL,
	column_name VARCHAR(2048),
	reason VARCHAR(2048) NOT NULL,
	"raw" VARCHAR(4096)
);

-- What is loaded: one row per table, written in the transaction of the stage that fills the table. The table is too
-- small to need a distribution or sort key.
CREATE TABLE "${schema}".staging_loads (
	table_name VARCHAR(64) NOT NULL,
	-- load_id is shared by tables that were loaded together; each stage run has a new run_id.
	load_id VARCHAR(64) NOT NULL,
	run_id VARCHAR(64) NOT NULL,
	-- Sources: two addresses, and a hash of the jsonpaths file if one is used.
	log_data VARCHAR(2048) NOT NULL,
	song_data VARCHAR(2048) NOT NULL,
	jsonpaths VARCHAR(2048),
	-- Source files of a staging table; NULL if they could not be listed.
	files BIGINT,
	bytes BIGINT,
	fingerprint VARCHAR(2048),
	records BIGINT,
	rows_loaded BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	-- Who ran the load, on which machine, and when it finished by the warehouse's clock, in UTC.
	loaded_by VARCHAR(2048) NOT NULL,
	host VARCHAR(2048) NOT NULL,
	finished_at TIMESTAMP NOT NULL
);

-- Dimensions. Every node has a copy of the small ones (ALL), so joins move no rows; they are sorted by their key. No
-- PRIMARY KEY or REFERENCES: Redshift does not enforce constraints, but its planner relies on them, so a violated one
-- gives wrong results. The transforms produce unique keys, and verify checks them.
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

-- Nearly as many rows as the fact table. Both are distributed and sorted by start_time, so their join stays within each
-- node, and a query for a few days reads only the blocks of those days.
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

-- The fact table: one row per play. IDENTITY values are unique, but unordered and with gaps, because each slice counts
-- separately. Few plays share a start_time, so the rows are spread evenly over the slices.
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
