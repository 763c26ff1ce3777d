-- keys are unique in songplays, users, songs and artists
SELECT
	repeated_in_songplays,
	repeated_in_users,
	repeated_in_songs,
	repeated_in_artists,
	repeated_in_songplays + repeated_in_users + repeated_in_songs + repeated_in_artists AS violations
FROM (SELECT count(songplay_id) - count(DISTINCT songplay_id) AS repeated_in_songplays FROM songplays) AS in_songplays
CROSS JOIN (SELECT count(user_id) - count(DISTINCT user_id) AS repeated_in_users FROM users) AS in_users
CROSS JOIN (SELECT count(song_id) - count(DISTINCT song_id) AS repeated_in_songs FROM songs) AS in_songs
CROSS JOIN (SELECT count(artist_id) - count(DISTINCT artist_id) AS repeated_in_artists FROM artists) AS in_artists
