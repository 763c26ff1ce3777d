-- The star schema of the plain loads into PostgreSQL: created from the staging tables, then given its keys. It resolves no
-- duplicates or differing records as the program does, and checks nothing.
ANALYZE staging_events;
ANALYZE staging_songs;
CREATE TABLE songs AS
SELECT DISTINCT ON (song_id) song_id, title, artist_id, year, duration
FROM staging_songs WHERE song_id IS NOT NULL ORDER BY song_id;
CREATE TABLE artists AS
SELECT DISTINCT ON (artist_id) artist_id, artist_name AS name, artist_location AS location,
	artist_latitude AS latitude, artist_longitude AS longitude
FROM staging_songs WHERE artist_id IS NOT NULL ORDER BY artist_id;
CREATE TABLE users AS
SELECT DISTINCT ON (e.userid) e.userid AS user_id, e.firstname AS first_name, e.lastname AS last_name, e.gender, e.level
FROM staging_events e
JOIN (SELECT userid, max(ts) AS ts FROM staging_events WHERE userid IS NOT NULL GROUP BY userid) latest USING (userid, ts)
ORDER BY e.userid;
CREATE TABLE time AS
SELECT t AS start_time, extract(hour FROM t)::integer AS hour, extract(day FROM t)::integer AS day,
	extract(week FROM t)::integer AS week, extract(month FROM t)::integer AS month,
	extract(year FROM t)::integer AS year, extract(dow FROM t)::integer AS weekday
FROM (
	SELECT timestamp 'epoch' + ts * interval '1 millisecond' AS t
	FROM (SELECT DISTINCT ts FROM staging_events WHERE page = 'NextSong' AND userid IS NOT NULL) AS plays
) AS times;
CREATE TABLE songplays AS
SELECT row_number() OVER () AS songplay_id, timestamp 'epoch' + e.ts * interval '1 millisecond' AS start_time,
	e.userid AS user_id, e.level, s.song_id, s.artist_id, e.sessionid AS session_id, e.location,
	e.useragent AS user_agent
FROM staging_events e LEFT JOIN (
	SELECT DISTINCT ON (title, artist_name, duration) title, artist_name, duration, song_id, artist_id
	FROM staging_songs ORDER BY title, artist_name, duration, song_id
) s ON e.song = s.title AND e.artist = s.artist_name AND e.length = s.duration
WHERE e.page = 'NextSong' AND e.userid IS NOT NULL;
ALTER TABLE songs ADD PRIMARY KEY (song_id);
ALTER TABLE artists ADD PRIMARY KEY (artist_id);
ALTER TABLE users ADD PRIMARY KEY (user_id);
ALTER TABLE time ADD PRIMARY KEY (start_time);
ALTER TABLE songplays ADD PRIMARY KEY (songplay_id);
