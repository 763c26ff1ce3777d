DELETE FROM songplays;

-- One row for each play. The song is looked up, not joined: a play without a match stays, and no match multiplies it.
-- Text compares without trailing blanks, as it does on Redshift; most text has none, and LIKE finds that out faster.
INSERT INTO songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent)
SELECT
	timestamp 'epoch'
		+ CAST(trunc(CAST(plays.ts AS double precision) / 86400000) AS integer) * interval '1 day'
		+ CAST(plays.ts % 86400000 AS integer) * interval '1 millisecond',
	plays.userid,
	plays.level,
	catalog.song_id,
	catalog.artist_id,
	plays.sessionid,
	plays.location,
	plays.useragent
FROM (
	-- An event that was delivered twice is one play.
	SELECT
		ts, userid, level, sessionid, location, useragent, song, artist, length,
		row_number() OVER (
			PARTITION BY sessionid, iteminsession, ts, userid
			ORDER BY song NULLS LAST, artist NULLS LAST, length NULLS LAST, level NULLS LAST,
				location NULLS LAST, useragent NULLS LAST
		) AS delivery
	FROM staging_events
	WHERE CASE WHEN page LIKE '% ' THEN rtrim(page, ' ') ELSE page END = 'NextSong'
		AND userid IS NOT NULL AND ts IS NOT NULL
) AS plays
LEFT JOIN (
	-- Of several songs with the same title, artist and duration the smallest song_id is taken.
	SELECT
		rtrim(title, ' ') AS title, rtrim(artist_name, ' ') AS artist_name, duration,
		rtrim(song_id, ' ') AS song_id, rtrim(artist_id, ' ') AS artist_id,
		row_number() OVER (
			PARTITION BY rtrim(title, ' '), rtrim(artist_name, ' '), duration
			ORDER BY rtrim(song_id, ' '), rtrim(artist_id, ' ') NULLS LAST
		) AS choice
	FROM staging_songs
	WHERE song_id IS NOT NULL
) AS catalog
	ON catalog.choice = 1
	AND catalog.title = CASE WHEN plays.song LIKE '% ' THEN rtrim(plays.song, ' ') ELSE plays.song END
	AND catalog.artist_name = CASE WHEN plays.artist LIKE '% ' THEN rtrim(plays.artist, ' ') ELSE plays.artist END
	AND catalog.duration = plays.length
WHERE plays.delivery = 1;
