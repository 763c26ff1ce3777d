-- NextSong events = songplays + duplicates, with the right songs
-- Only events with a user and a time count. The songs are right if, in each session, as many plays have one as the staged
-- songs give.
SELECT
	next_song_events,
	songplays,
	duplicates,
	matched,
	unmatched,
	staged_matches,
	note_songs,
	-- An empty songplays is a warning if there are no NextSong events, and a violation if there are any.
	CASE WHEN songplays = 0 AND staged = 0 THEN 1 ELSE 0 END AS warnings,
	differences + CASE WHEN songplays = 0 AND staged > 0 THEN 1 ELSE 0 END AS violations
FROM (
	SELECT
		coalesce(sum(events), 0) AS next_song_events,
		coalesce(sum(songplays), 0) AS songplays,
		coalesce(sum(events - plays), 0) AS duplicates,
		coalesce(sum(matched), 0) AS matched,
		coalesce(sum(unmatched), 0) AS unmatched,
		coalesce(sum(expected), 0) AS staged_matches,
		coalesce(
			sum(abs(plays - songplays) + abs(songplays - matched - unmatched) + abs(matched - expected)), 0
		) AS differences
	FROM (
		SELECT
			events,
			plays,
			songplays,
			matched,
			unmatched,
			-- If copies of one event name different songs, either count is correct.
			CASE WHEN matched < at_least THEN at_least WHEN matched > at_most THEN at_most ELSE matched END AS expected
		FROM (
			-- Compared by session, so that an extra play in one cannot hide a missing play in another. Each side is grouped
			-- before they are compared: on PostgreSQL, grouping both together would spill all plays to disk.
			SELECT
				user_id,
				session_id,
				sum(events) AS events,
				sum(plays) AS plays,
				sum(at_least) AS at_least,
				sum(at_most) AS at_most,
				sum(songplays) AS songplays,
				sum(matched) AS matched,
				sum(unmatched) AS unmatched
			FROM (
				SELECT
					user_id,
					session_id,
					sum(copies) AS events,
					count(*) AS plays,
					count(CASE WHEN found = copies THEN 1 END) AS at_least,
					count(CASE WHEN found > 0 THEN 1 END) AS at_most,
					0 AS songplays,
					0 AS matched,
					0 AS unmatched
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
				) AS deliveries
				GROUP BY user_id, session_id
				UNION ALL
				SELECT
					user_id,
					session_id,
					0 AS events,
					0 AS plays,
					0 AS at_least,
					0 AS at_most,
					count(*) AS songplays,
					count(song_id) AS matched,
					count(CASE WHEN song_id IS NULL AND artist_id IS NULL THEN 1 END) AS unmatched
				FROM songplays
				GROUP BY user_id, session_id
			) AS counted
			GROUP BY user_id, session_id
		) AS sessions
	) AS compared
) AS figures
CROSS JOIN (
	SELECT count(*) AS staged
	FROM (SELECT 1 AS play FROM staging_events WHERE rtrim(page, ' ') = 'NextSong' LIMIT 1) AS any_play
) AS staged_plays
-- A figure that explains unmatched plays.
CROSS JOIN (SELECT count(*) AS note_songs FROM songs) AS catalog
