DELETE FROM songs;

-- One row per song_id; year 0 means unknown. If records differ, prefer the latest known year, then the smallest title,
-- artist_id and duration.
INSERT INTO songs (song_id, title, artist_id, year, duration)
SELECT song_id, title, artist_id, year, duration
FROM (
	SELECT
		rtrim(song_id, ' ') AS song_id, title, rtrim(artist_id, ' ') AS artist_id, nullif(year, 0) AS year, duration,
		row_number() OVER (
			PARTITION BY rtrim(song_id, ' ')
			-- Text is compared without trailing spaces; length breaks ties between texts that differ only in those.
			ORDER BY
				nullif(year, 0) DESC NULLS LAST, rtrim(title, ' ') NULLS LAST, rtrim(artist_id, ' ') NULLS LAST,
				duration NULLS LAST, length(title)
		) AS choice
	FROM staging_songs
	WHERE song_id IS NOT NULL
) AS ranked
WHERE choice = 1;
