-- NextSong events with a user and a time = songplays + duplicates, and there are some
SELECT
	next_song_events,
	songplays,
	duplicates,
	-- An empty songplays is a warning if there are no NextSong events, and a violation if there are any.
	CASE WHEN songplays = 0 AND staged = 0 THEN 1 ELSE 0 END AS warnings,
	differences + CASE WHEN songplays = 0 AND staged > 0 THEN 1 ELSE 0 END AS violations
FROM (
	SELECT
		coalesce(sum(events), 0) AS next_song_events,
		coalesce(sum(songplays), 0) AS songplays,
		coalesce(sum(events - plays), 0) AS duplicates,
		coalesce(sum(abs(plays - songplays)), 0) AS differences
	FROM (
		-- Compared by session, so that an extra play in one cannot hide a missing play in another.
		SELECT user_id, session_id, sum(events) AS events, sum(plays) AS plays, sum(songplays) AS songplays
		FROM (
			SELECT user_id, session_id, sum(copies) AS events, count(*) AS plays, 0 AS songplays
			FROM (
				SELECT userid AS user_id, sessionid AS session_id, count(*) AS copies
				FROM staging_events
				WHERE rtrim(page, ' ') = 'NextSong' AND userid IS NOT NULL AND ts IS NOT NULL
				GROUP BY userid, sessionid, iteminsession, ts
			) AS staged
			GROUP BY user_id, session_id
			UNION ALL
			SELECT user_id, session_id, 0 AS events, 0 AS plays, count(*) AS songplays
			FROM songplays
			GROUP BY user_id, session_id
		) AS counted
		GROUP BY user_id, session_id
	) AS sessions
) AS figures
CROSS JOIN (SELECT count(*) AS staged FROM staging_events WHERE rtrim(page, ' ') = 'NextSong') AS staged_plays
