-- matched + unmatched plays = songplays, with as many matches as the staged songs give
SELECT
	coalesce(sum(songplays), 0) AS songplays,
	coalesce(sum(matched), 0) AS matched,
	coalesce(sum(unmatched), 0) AS unmatched,
	coalesce(sum(expected), 0) AS staged_matches,
	max(note_songs) AS note_songs,
	max(note_titles) AS note_titles,
	coalesce(sum(abs(songplays - matched - unmatched) + abs(matched - expected)), 0) AS violations
FROM (
	SELECT
		songplays,
		matched,
		unmatched,
		-- If copies of one event name different songs, either count is correct.
		CASE WHEN matched < at_least THEN at_least WHEN matched > at_most THEN at_most ELSE matched END AS expected
	FROM (
		-- Compared by session, so that errors cannot cancel out.
		SELECT
			user_id,
			session_id,
			sum(songplays) AS songplays,
			sum(matched) AS matched,
			sum(unmatched) AS unmatched,
			sum(at_least) AS at_least,
			sum(at_most) AS at_most
		FROM (
			SELECT
				user_id,
				session_id,
				count(*) AS songplays,
				count(song_id) AS matched,
				sum(CASE WHEN song_id IS NULL AND artist_id IS NULL THEN 1 ELSE 0 END) AS unmatched,
				0 AS at_least,
				0 AS at_most
			FROM songplays
			GROUP BY user_id, session_id
			UNION ALL
			SELECT
				user_id,
				session_id,
				0,
				0,
				0,
				sum(CASE WHEN found = copies THEN 1 ELSE 0 END) AS at_least,
				sum(CASE WHEN found > 0 THEN 1 ELSE 0 END) AS at_most
			FROM (
				SELECT
					events.userid AS user_id,
					events.sessionid AS session_id,
					count(*) AS copies,
					count(known.duration) AS found
				FROM staging_events AS events
				LEFT JOIN (
					SELECT DISTINCT rtrim(title, ' ') AS title, rtrim(artist_name, ' ') AS artist_name, duration
					FROM staging_songs
					WHERE song_id IS NOT NULL
				) AS known
					-- Trimming only the few texts that end in a space halves the time of the join.
					ON known.title = CASE WHEN events.song LIKE '% ' THEN rtrim(events.song, ' ') ELSE events.song END
					AND known.artist_name
						= CASE WHEN events.artist LIKE '% ' THEN rtrim(events.artist, ' ') ELSE events.artist END
					AND known.duration = events.length
				WHERE rtrim(events.page, ' ') = 'NextSong' AND events.userid IS NOT NULL AND events.ts IS NOT NULL
				GROUP BY events.userid, events.sessionid, events.iteminsession, events.ts
			) AS staged
			GROUP BY user_id, session_id
		) AS counted
		GROUP BY user_id, session_id
	) AS sessions
) AS compared
-- Figures that explain unmatched plays: known songs, and distinct titles in the events.
CROSS JOIN (SELECT count(*) AS note_songs FROM songs) AS catalog
CROSS JOIN (
	SELECT count(DISTINCT rtrim(song, ' ')) AS note_titles
	FROM (SELECT song FROM staging_events WHERE rtrim(page, ' ') = 'NextSong' GROUP BY song) AS spellings
) AS named
