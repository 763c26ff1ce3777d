-- Settings and staging tables of the plain loads into PostgreSQL: the columns of the COPY text and CSV files that the
-- benchmark prepares.
SET work_mem = '256MB';
SET synchronous_commit = off;
SET jit = off;
SET client_min_messages = error;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
CREATE UNLOGGED TABLE staging_events (
	artist text, auth text, firstname text, gender text, iteminsession integer, lastname text, length double precision,
	level text, location text, method text, page text, registration bigint, sessionid integer, song text,
	status integer, ts bigint, useragent text, userid integer
);
CREATE UNLOGGED TABLE staging_songs (
	num_songs integer, artist_id text, artist_latitude double precision, artist_longitude double precision,
	artist_location text, artist_name text, song_id text, title text, duration double precision, year integer
);
