-- every user, song and artist of songplays is in its dimension
SELECT
	coalesce(users, 0) AS plays_without_user,
	coalesce(songs, 0) AS plays_without_song,
	coalesce(artists, 0) AS plays_without_artist,
	coalesce(users, 0) + coalesce(songs, 0) + coalesce(artists, 0) AS violations
FROM (
	SELECT
		(SELECT sum(played) FROM (SELECT user_id, count(*) AS played FROM songplays GROUP BY user_id) AS plays
			WHERE user_id IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM users WHERE users.user_id = plays.user_id)) AS users,
		(SELECT sum(played) FROM (SELECT song_id, count(*) AS played FROM songplays GROUP BY song_id) AS plays
			WHERE song_id IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM songs WHERE songs.song_id = plays.song_id)) AS songs,
		(SELECT sum(played) FROM (SELECT artist_id, count(*) AS played FROM songplays GROUP BY artist_id) AS plays
			WHERE artist_id IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM artists WHERE artists.artist_id = plays.artist_id)) AS artists
) AS figures
