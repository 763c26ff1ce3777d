-- keys are unique in songplays, users, songs and artists
SELECT
	songplays AS repeated_in_songplays,
	users AS repeated_in_users,
	songs AS repeated_in_songs,
	artists AS repeated_in_artists,
	songplays + users + songs + artists AS violations
FROM (
	SELECT
		(SELECT count(*) FROM (SELECT 1 AS repeated FROM songplays
			WHERE songplay_id IS NOT NULL GROUP BY songplay_id HAVING count(*) > 1) AS keys) AS songplays,
		(SELECT count(*) FROM (SELECT 1 AS repeated FROM users
			WHERE user_id IS NOT NULL GROUP BY user_id HAVING count(*) > 1) AS keys) AS users,
		(SELECT count(*) FROM (SELECT 1 AS repeated FROM songs
			WHERE song_id IS NOT NULL GROUP BY song_id HAVING count(*) > 1) AS keys) AS songs,
		(SELECT count(*) FROM (SELECT 1 AS repeated FROM artists
			WHERE artist_id IS NOT NULL GROUP BY artist_id HAVING count(*) > 1) AS keys) AS artists
) AS figures
