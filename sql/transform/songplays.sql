DELETE FROM songplays;

-- One row for each play. The song is looked up, not joined: a play without a match stays, and no match multiplies it.
-- Text compares without trailing blanks, as it does on Redshift; most text has none, and LIKE finds that out faster.
INSERT INTO songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent)
WITH plays AS (
	SELECT ts, userid, level, sessionid, iteminsession, location, useragent, song, artist, length
	FROM staging_events
	WHERE CASE WHEN page LIKE '% ' THEN rtrim(page, ' ') ELSE page END = 'NextSong'
		AND userid IS NOT NULL AND ts IS NOT NULL
),
-- An event that was delivered twice is one play. Few are: only those are ranked, not all plays.
repeated AS (
	SELECT ts, userid, sessionid, iteminsession
	FROM plays
	GROUP BY ts, userid, sessionid, iteminsession
	HAVING count(*) > 1
),
once AS (
	SELECT plays.ts, plays.userid, plays.level, plays.sessionid, plays.location, plays.useragent,
		plays.song, plays.artist, plays.length
	FROM plays
	LEFT JOIN repeated
		ON repeated.ts = plays.ts AND repeated.userid = plays.userid
		AND coalesce(repeated.sessionid, -1) = coalesce(plays.sessionid, -1)
		AND coalesce(repeated.iteminsession, -1) = coalesce(plays.iteminsession, -1)
	WHERE repeated.ts IS NULL
	UNION ALL
	SELECT ts, userid, level, sessionid, location, useragent, song, artist, length
	FROM (
		SELECT plays.ts, plays.userid, plays.level, plays.sessionid, plays.location, plays.useragent,
			plays.song, plays.artist, plays.length,
			row_number() OVER (
				PARTITION BY plays.sessionid, plays.iteminsession, plays.ts, plays.userid
				ORDER BY plays.song NULLS LAST, plays.artist NULLS LAST, plays.length NULLS LAST, plays.level NULLS LAST,
					plays.location NULLS LAST, plays.useragent NULLS LAST
			) AS delivery
		FROM plays
		JOIN repeated
			ON repeated.ts = plays.ts AND repeated.userid = plays.userid
			AND coalesce(repeated.sessionid, -1) = coalesce(plays.sessionid, -1)
			AND coalesce(repeated.iteminsession, -1) = coalesce(plays.iteminsession, -1)
	) AS deliveries
	WHERE delivery = 1
),
-- Of several songs with the same title, artist and duration the smallest song_id is taken.
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
	timestamp 'epoch'
		+ CAST(trunc(CAST(once.ts AS double precision) / 86400000) AS integer) * interval '1 day'
		+ CAST(once.ts % 86400000 AS integer) * interval '1 millisecond',
	once.userid,
	once.level,
	catalog.song_id,
	catalog.artist_id,
	once.sessionid,
	once.location,
	once.useragent
FROM once
LEFT JOIN catalog
	ON catalog.choice = 1
	AND catalog.title = CASE WHEN once.song LIKE '% ' THEN rtrim(once.song, ' ') ELSE once.song END
	AND catalog.artist_name = CASE WHEN once.artist LIKE '% ' THEN rtrim(once.artist, ' ') ELSE once.artist END
	AND catalog.duration = once.length;
