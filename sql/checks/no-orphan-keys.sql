-- every user, song and artist of songplays is in its dimension
SELECT
	plays_without_user,
	plays_without_song,
	plays_without_artist,
	plays_without_user + plays_without_song + plays_without_artist AS violations
FROM (
	SELECT coalesce(sum(played), 0) AS plays_without_user
	FROM (SELECT user_id, count(*) AS played FROM songplays WHERE user_id IS NOT NULL GROUP BY user_id) AS plays
	WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.user_id = plays.user_id)
) AS no_user
CROSS JOIN (
	SELECT coalesce(sum(played), 0) AS plays_without_song
	FROM (SELECT song_id, count(*) AS played FROM songplays WHERE song_id IS NOT NULL GROUP BY song_id) AS plays
	WHERE NOT EXISTS (SELECT 1 FROM songs WHERE songs.song_id = plays.song_id)
) AS no_song
CROSS JOIN (
	SELECT coalesce(sum(played), 0) AS plays_without_artist
	FROM (SELECT artist_id, count(*) AS played FROM songplays WHERE artist_id IS NOT NULL GROUP BY artist_id) AS plays
	WHERE NOT EXISTS (SELECT 1 FROM artists WHERE artists.artist_id = plays.artist_id)
) AS no_artist
