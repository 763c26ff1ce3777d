-- Sessions whose songplays differ in number from the plays in the events, that have more or fewer matched plays than the
-- staged songs allow, or that have a play with an artist but no song.
SELECT
	user_id,
	session_id,
	sum(plays) AS plays_in_events,
	sum(songplays) AS songplays,
	sum(matched) AS matched,
	sum(unmatched) AS unmatched,
	sum(at_most) AS staged_matches
FROM (
	SELECT
		events.userid AS user_id,
		events.sessionid AS session_id,
		1 AS plays,
		0 AS songplays,
		0 AS matched,
		0 AS unmatched,
		min(coalesce(known.found, 0)) AS at_least,
		max(coalesce(known.found, 0)) AS at_most
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
	UNION ALL
	SELECT
		user_id,
		session_id,
		0 AS plays,
		1 AS songplays,
		CASE WHEN song_id IS NULL THEN 0 ELSE 1 END AS matched,
		CASE WHEN song_id IS NULL AND artist_id IS NULL THEN 1 ELSE 0 END AS unmatched,
		0 AS at_least,
		0 AS at_most
	FROM songplays
) AS counted
GROUP BY user_id, session_id
HAVING sum(plays) <> sum(songplays)
	OR sum(matched) < sum(at_least)
	OR sum(matched) > sum(at_most)
	OR sum(songplays) <> sum(matched) + sum(unmatched)
ORDER BY user_id, session_id
