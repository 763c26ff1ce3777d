-- Keys in songplays that are missing from their dimension.
SELECT 'users' AS missing_in, CAST(plays.user_id AS varchar(64)) AS missing_key, count(*) AS plays
FROM songplays AS plays
WHERE plays.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE users.user_id = plays.user_id)
GROUP BY plays.user_id
UNION ALL
SELECT 'songs', plays.song_id, count(*)
FROM songplays AS plays
WHERE plays.song_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM songs WHERE songs.song_id = plays.song_id)
GROUP BY plays.song_id
UNION ALL
SELECT 'artists', plays.artist_id, count(*)
FROM songplays AS plays
WHERE plays.artist_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM artists WHERE artists.artist_id = plays.artist_id)
GROUP BY plays.artist_id
ORDER BY 1, 2
