-- Top songs
-- The ten most played songs in the catalog, with their listeners.
SELECT s.title, a.name AS artist, count(*) AS plays, count(DISTINCT p.user_id) AS listeners
FROM songplays AS p
JOIN songs AS s ON s.song_id = p.song_id
LEFT JOIN artists AS a ON a.artist_id = s.artist_id
GROUP BY s.song_id, s.title, a.name
ORDER BY plays DESC, listeners DESC, s.title NULLS LAST, s.song_id
LIMIT 10;
