-- no key is NULL
SELECT
	nulls_in_songplays,
	nulls_in_users,
	nulls_in_songs,
	nulls_in_artists,
	nulls_in_time,
	nulls_in_songplays + nulls_in_users + nulls_in_songs + nulls_in_artists + nulls_in_time AS violations
FROM (
	SELECT count(*) AS nulls_in_songplays
	FROM songplays
	WHERE songplay_id IS NULL OR start_time IS NULL OR user_id IS NULL
) AS in_songplays
CROSS JOIN (SELECT count(*) AS nulls_in_users FROM users WHERE user_id IS NULL) AS in_users
CROSS JOIN (SELECT count(*) AS nulls_in_songs FROM songs WHERE song_id IS NULL) AS in_songs
CROSS JOIN (SELECT count(*) AS nulls_in_artists FROM artists WHERE artist_id IS NULL) AS in_artists
CROSS JOIN (SELECT count(*) AS nulls_in_time FROM "time" WHERE start_time IS NULL) AS in_time
