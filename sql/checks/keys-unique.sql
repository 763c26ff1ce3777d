-- keys are unique in songplays, users, songs and artists
SELECT
	repeated_in_songplays,
	repeated_in_users,
	repeated_in_songs,
	repeated_in_artists,
	repeated_in_songplays + repeated_in_users + repeated_in_songs + repeated_in_artists AS violations
FROM (
	SELECT count(*) AS repeated_in_songplays
	FROM (SELECT songplay_id FROM songplays WHERE songplay_id IS NOT NULL GROUP BY songplay_id HAVING count(*) > 1) AS keys
) AS in_songplays
CROSS JOIN (
	SELECT count(*) AS repeated_in_users
	FROM (SELECT user_id FROM users WHERE user_id IS NOT NULL GROUP BY user_id HAVING count(*) > 1) AS keys
) AS in_users
CROSS JOIN (
	SELECT count(*) AS repeated_in_songs
	FROM (SELECT song_id FROM songs WHERE song_id IS NOT NULL GROUP BY song_id HAVING count(*) > 1) AS keys
) AS in_songs
CROSS JOIN (
	SELECT count(*) AS repeated_in_artists
	FROM (SELECT artist_id FROM artists WHERE artist_id IS NOT NULL GROUP BY artist_id HAVING count(*) > 1) AS keys
) AS in_artists
