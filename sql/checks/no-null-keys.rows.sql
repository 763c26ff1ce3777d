-- Rows with a NULL key, by table. A play needs an id, a time and a user.
SELECT 'songplays' AS table_name, songplay_id, start_time, user_id, session_id, CAST(NULL AS varchar(2048)) AS describes
FROM songplays WHERE songplay_id IS NULL OR start_time IS NULL OR user_id IS NULL
UNION ALL
SELECT 'users', NULL, NULL, NULL, NULL, coalesce(first_name, '') || ' ' || coalesce(last_name, '')
FROM users WHERE user_id IS NULL
UNION ALL
SELECT 'songs', NULL, NULL, NULL, NULL, title FROM songs WHERE song_id IS NULL
UNION ALL
SELECT 'artists', NULL, NULL, NULL, NULL, name FROM artists WHERE artist_id IS NULL
UNION ALL
SELECT 'time', NULL, NULL, NULL, NULL, CAST(year AS varchar(64)) FROM "time" WHERE start_time IS NULL
ORDER BY 1
