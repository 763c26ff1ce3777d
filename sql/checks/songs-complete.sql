-- songs holds every song staged, and no other
SELECT
	coalesce(sum(staged), 0) AS songs_staged,
	coalesce(sum(known), 0) AS songs,
	coalesce(sum(CASE WHEN staged = known THEN 0 ELSE 1 END), 0) AS violations
FROM (
	SELECT song_id, max(staged) AS staged, max(known) AS known
	FROM (
		SELECT rtrim(song_id, ' ') AS song_id, 1 AS staged, 0 AS known FROM staging_songs WHERE song_id IS NOT NULL
		UNION ALL
		SELECT rtrim(song_id, ' ') AS song_id, 0 AS staged, 1 AS known FROM songs WHERE song_id IS NOT NULL
	) AS listed
	GROUP BY song_id
) AS compared
