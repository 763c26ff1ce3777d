DELETE FROM songplays;

INSERT INTO songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent)
WITH
-- Plays that may be duplicates. There are few: ranking only these instead of all plays saves 10 % of the load. The plays
-- are selected three times below, not once in a subquery with a name: DuckDB would hold all of them in memory.
candidates AS (
	SELECT userid, ts
	FROM staging_events
	-- Here and below, text is compared without trailing spaces, as Redshift always does.
	WHERE rtrim(page, ' ') = 'NextSong' AND userid IS NOT NULL AND ts IS NOT NULL
	GROUP BY userid, ts
	HAVING count(*) > 1
),
-- Events with the same user, time, session and item are duplicates; PARTITION BY treats NULLs as equal. Length breaks
-- ties between values that differ only in trailing spaces.
deliveries AS (
	SELECT
		plays.ts, plays.userid, plays.level, plays.sessionid, plays.location, plays.useragent, plays.song,
		plays.artist, plays.length,
		1 AS delivery
	FROM staging_events AS plays
	-- NOT EXISTS would make DuckDB copy all plays first, which takes a quarter of the time of this table.
	LEFT JOIN candidates ON candidates.userid = plays.userid AND candidates.ts = plays.ts
	WHERE rtrim(plays.page, ' ') = 'NextSong' AND plays.userid IS NOT NULL AND plays.ts IS NOT NULL
		AND candidates.ts IS NULL
	UNION ALL
	SELECT
		plays.ts, plays.userid, plays.level, plays.sessionid, plays.location, plays.useragent, plays.song,
		plays.artist, plays.length,
		row_number() OVER (
			PARTITION BY plays.userid, plays.ts, plays.sessionid, plays.iteminsession
			ORDER BY
				rtrim(plays.song, ' ') NULLS LAST, rtrim(plays.artist, ' ') NULLS LAST, plays.length NULLS LAST,
				rtrim(plays.level, ' ') NULLS LAST, rtrim(plays.location, ' ') NULLS LAST,
				rtrim(plays.useragent, ' ') NULLS LAST,
				length(plays.level), length(plays.location), length(plays.useragent)
		) AS delivery
	FROM staging_events AS plays
	-- The candidates are distinct already. DISTINCT tells the planner of PostgreSQL that they are few: otherwise it would
	-- build the hash table of the join from all plays, on disk.
	JOIN (SELECT DISTINCT userid, ts FROM candidates) AS repeated
		ON repeated.userid = plays.userid AND repeated.ts = plays.ts
	WHERE rtrim(plays.page, ' ') = 'NextSong'
),
-- If several songs have the same title, artist and duration, the smallest song_id is chosen, then the smallest
-- artist_id. With at most one match, the join below never duplicates a play.
catalog AS (
	SELECT
		rtrim(title, ' ') AS title, rtrim(artist_name, ' ') AS artist_name, duration,
		rtrim(song_id, ' ') AS song_id, rtrim(artist_id, ' ') AS artist_id,
		row_number() OVER (
			PARTITION BY rtrim(title, ' '), rtrim(artist_name, ' '), duration
			ORDER BY rtrim(song_id, ' '), rtrim(artist_id, ' ') NULLS LAST
		) AS choice
	FROM staging_songs
	WHERE song_id IS NOT NULL
)
SELECT
	-- Adds days and milliseconds separately: one interval in milliseconds would lose digits in distant years.
	timestamp 'epoch'
		+ CAST((deliveries.ts - deliveries.ts % 86400000) / 86400000 AS integer) * interval '1 day'
		+ CAST(deliveries.ts % 86400000 AS integer) * interval '0.001 second',
	deliveries.userid,
	deliveries.level,
	catalog.song_id,
	catalog.artist_id,
	deliveries.sessionid,
	deliveries.location,
	deliveries.useragent
FROM deliveries
-- A play without a match is kept, with song_id and artist_id NULL.
LEFT JOIN catalog
	ON catalog.choice = 1
	AND catalog.title = rtrim(deliveries.song, ' ')
	AND catalog.artist_name = rtrim(deliveries.artist, ' ')
	AND catalog.duration = deliveries.length
WHERE deliveries.delivery = 1;
