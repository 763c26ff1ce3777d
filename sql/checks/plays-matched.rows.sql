-- Sessions with more or fewer matched plays than the staged songs allow, or with a play that has an artist but no song.
SELECT
	user_id,
	session_id,
	sum(songplays) AS songplays,
	sum(matched) AS matched,
	sum(unmatched) AS unmatched,
	sum(at_most) AS staged_matches
FROM (
	SELECT
		user_id,
		session_id,
		1 AS songplays,
		CASE WHEN song_id IS NULL THEN 0 ELSE 1 END AS matched,
		CASE WHEN song_id IS NULL AND artist_id IS NULL THEN 1 ELSE 0 END AS unmatched,
		0 AS at_least,
		0 AS at_most
	FROM songplays
	UNION ALL
	SELECT events.userid, events.sessionid, 0, 0, 0, min(coalesce(known.found, 0)), max(coalesce(known.found, 0))
	FROM staging_events AS events
	LEFT JOIN (
		SELECT DISTINCT rtrim(title, ' ') AS title, rtrim(artist_name, ' ') AS artist_name, duration, 1 AS found
		FROM staging_songs
		WHERE song_id IS NOT NULL
	) AS known
		ON known.title = rtrim(events.song, ' ')
		AND known.artist_name = rtrim(events.artist, ' ')
		AND known.duration = events.length
	WHERE rtrim(events.page, ' ') = 'NextSong' AND events.userid IS NOT NULL AND events.ts IS NOT NULL
	GROUP BY events.userid, events.sessionid, events.iteminsession, events.ts
) AS counted
GROUP BY user_id, session_id
HAVING sum(matched) < sum(at_least) OR sum(matched) > sum(at_most) OR sum(songplays) <> sum(matched) + sum(unmatched)
ORDER BY user_id, session_id
