-- Top artists
-- The ten most played artists in the catalog, with their songs and listeners.
SELECT a.name AS artist, count(*) AS plays, count(DISTINCT p.song_id) AS songs, count(DISTINCT p.user_id) AS listeners
FROM songplays AS p
JOIN artists AS a ON a.artist_id = p.artist_id
GROUP BY a.artist_id, a.name
ORDER BY plays DESC, listeners DESC, a.name NULLS LAST, a.artist_id
LIMIT 10;
