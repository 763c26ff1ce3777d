-- no key is NULL
SELECT
	songplays AS nulls_in_songplays,
	users AS nulls_in_users,
	songs AS nulls_in_songs,
	artists AS nulls_in_artists,
	times AS nulls_in_time,
	songplays + users + songs + artists + times AS violations
FROM (
	SELECT
		(SELECT count(*) FROM songplays
			WHERE songplay_id IS NULL OR start_time IS NULL OR user_id IS NULL) AS songplays,
		(SELECT count(*) FROM users WHERE user_id IS NULL) AS users,
		(SELECT count(*) FROM songs WHERE song_id IS NULL) AS songs,
		(SELECT count(*) FROM artists WHERE artist_id IS NULL) AS artists,
		(SELECT count(*) FROM "time" WHERE start_time IS NULL) AS times
) AS figures
