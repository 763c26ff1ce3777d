DELETE FROM songplays;

INSERT INTO songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent)
WITH plays AS (
	SELECT ts, userid, level, sessionid, iteminsession, location, useragent, song, artist, length
	FROM staging_events
	-- Text is compared without trailing spaces, here and below, as Redshift does by itself.
	WHERE rtrim(page, ' ') = 'NextSong' AND userid IS NOT NULL AND ts IS NOT NULL
),
-- Plays that may be deliveries of one event. They are few: ranking only them, not all plays, saves a tenth of a load.
candidates AS (
	SELECT userid, ts
	FROM plays
	GROUP BY userid, ts
	HAVING count(*) > 1
),
-- An event is delivered twice if user, time, session and item are the same; PARTITION BY takes NULL as equal to NULL.
-- The lengths decide between values that differ only in trailing spaces.
deliveries AS (
	SELECT plays.*, 1 AS delivery
	FROM plays
	WHERE NOT EXISTS (
		SELECT 1 FROM candidates WHERE candidates.userid = plays.userid AND candidates.ts = plays.ts
	)
	UNION ALL
	SELECT
		plays.*,
		row_number() OVER (
			PARTITION BY plays.userid, plays.ts, plays.sessionid, plays.iteminsession
			ORDER BY
				rtrim(plays.song, ' ') NULLS LAST, rtrim(plays.artist, ' ') NULLS LAST, plays.length NULLS LAST,
				rtrim(plays.level, ' ') NULLS LAST, rtrim(plays.location, ' ') NULLS LAST,
				rtrim(plays.useragent, ' ') NULLS LAST,
				length(plays.level), length(plays.location), length(plays.useragent)
		) AS delivery
	FROM plays
	JOIN candidates ON candidates.userid = plays.userid AND candidates.ts = plays.ts
),
-- Of several songs with one title, artist and duration the smallest song_id counts, then the smallest artist_id: with
-- one match at most, the join below never multiplies a play.
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
	-- Days and milliseconds apart: the milliseconds since 1970 in one interval would lose digits in distant years.
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
-- A play without a match stays, with no song and no artist.
LEFT JOIN catalog
	ON catalog.choice = 1
	AND catalog.title = rtrim(deliveries.song, ' ')
	AND catalog.artist_name = rtrim(deliveries.artist, ' ')
	AND catalog.duration = deliveries.length
WHERE deliveries.delivery = 1;
