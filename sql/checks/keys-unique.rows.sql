-- Duplicate keys.
SELECT 'songplays' AS table_name, CAST(songplay_id AS varchar(64)) AS repeated_key, count(*) AS times_there
FROM songplays WHERE songplay_id IS NOT NULL GROUP BY songplay_id HAVING count(*) > 1
UNION ALL
SELECT 'users', CAST(user_id AS varchar(64)), count(*)
FROM users WHERE user_id IS NOT NULL GROUP BY user_id HAVING count(*) > 1
UNION ALL
SELECT 'songs', song_id, count(*)
FROM songs WHERE song_id IS NOT NULL GROUP BY song_id HAVING count(*) > 1
UNION ALL
SELECT 'artists', artist_id, count(*)
FROM artists WHERE artist_id IS NOT NULL GROUP BY artist_id HAVING count(*) > 1
ORDER BY 1, 2
