-- Songs that are only in staging_songs or only in songs.
SELECT song_id, max(staged) AS staged, max(known) AS in_songs
FROM (
	SELECT rtrim(song_id, ' ') AS song_id, 1 AS staged, 0 AS known FROM staging_songs WHERE song_id IS NOT NULL
	UNION ALL
	SELECT rtrim(song_id, ' ') AS song_id, 0 AS staged, 1 AS known FROM songs WHERE song_id IS NOT NULL
) AS listed
GROUP BY song_id
HAVING max(staged) <> max(known)
ORDER BY song_id
