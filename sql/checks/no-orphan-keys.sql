-- every user, song and artist of songplays is in its dimension
SELECT
	plays_without_user,
	plays_without_song,
	plays_without_artist,
	plays_without_user + plays_without_song + plays_without_artist AS violations
FROM (
	SELECT
		count(CASE WHEN known_users.user_id IS NULL THEN songplays.user_id END) AS plays_without_user,
		count(CASE WHEN known_songs.song_id IS NULL THEN songplays.song_id END) AS plays_without_song,
		count(CASE WHEN known_artists.artist_id IS NULL THEN songplays.artist_id END) AS plays_without_artist
	FROM songplays
	-- A key that is repeated in its dimension must not count a play twice.
	LEFT JOIN (SELECT DISTINCT user_id FROM users) AS known_users ON known_users.user_id = songplays.user_id
	LEFT JOIN (SELECT DISTINCT song_id FROM songs) AS known_songs ON known_songs.song_id = songplays.song_id
	LEFT JOIN (SELECT DISTINCT artist_id FROM artists) AS known_artists
		ON known_artists.artist_id = songplays.artist_id
) AS plays
