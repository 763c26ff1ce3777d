-- Artists that are only in staging_songs or only in artists.
SELECT artist_id, max(staged) AS staged, max(known) AS in_artists
FROM (
	SELECT rtrim(artist_id, ' ') AS artist_id, 1 AS staged, 0 AS known FROM staging_songs WHERE artist_id IS NOT NULL
	UNION ALL
	SELECT rtrim(artist_id, ' ') AS artist_id, 0 AS staged, 1 AS known FROM artists WHERE artist_id IS NOT NULL
) AS listed
GROUP BY artist_id
HAVING max(staged) <> max(known)
ORDER BY artist_id
