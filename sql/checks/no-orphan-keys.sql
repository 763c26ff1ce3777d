-- every user, song and artist of songplays is in its dimension
SELECT
	plays_without_user,
	plays_without_song,
	plays_without_artist,
	plays_without_user + plays_without_song + plays_without_artist AS violations
FROM (
	SELECT count(*) AS plays_without_user
	FROM songplays
	WHERE user_id IN (SELECT user_id FROM songplays EXCEPT SELECT user_id FROM users)
) AS no_user
CROSS JOIN (
	SELECT count(*) AS plays_without_song
	FROM songplays
	WHERE song_id IN (SELECT song_id FROM songplays EXCEPT SELECT song_id FROM songs)
) AS no_song
CROSS JOIN (
	SELECT count(*) AS plays_without_artist
	FROM songplays
	WHERE artist_id IN (SELECT artist_id FROM songplays EXCEPT SELECT artist_id FROM artists)
) AS no_artist
