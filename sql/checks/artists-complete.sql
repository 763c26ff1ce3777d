-- artists holds every artist staged, and no other
SELECT
	coalesce(sum(staged), 0) AS artists_staged,
	coalesce(sum(known), 0) AS artists,
	coalesce(sum(CASE WHEN staged = known THEN 0 ELSE 1 END), 0) AS violations
FROM (
	SELECT artist_id, max(staged) AS staged, max(known) AS known
	FROM (
		SELECT rtrim(artist_id, ' ') AS artist_id, 1 AS staged, 0 AS known FROM staging_songs WHERE artist_id IS NOT NULL
		UNION ALL
		SELECT rtrim(artist_id, ' ') AS artist_id, 0 AS staged, 1 AS known FROM artists WHERE artist_id IS NOT NULL
	) AS listed
	GROUP BY artist_id
) AS compared
