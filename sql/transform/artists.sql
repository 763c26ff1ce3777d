DELETE FROM artists;

-- One row per artist_id. If records differ, prefer the one with both coordinates, then with a location, then with the
-- shortest name (`Elena` before `Elena featuring Somebody`), then the smallest name, location, latitude and longitude.
INSERT INTO artists (artist_id, name, location, latitude, longitude)
SELECT artist_id, name, location, latitude, longitude
FROM (
	SELECT
		rtrim(artist_id, ' ') AS artist_id, artist_name AS name, artist_location AS location,
		artist_latitude AS latitude, artist_longitude AS longitude,
		row_number() OVER (
			PARTITION BY rtrim(artist_id, ' ')
			-- Text is compared without trailing spaces; length breaks ties between texts that differ only in those.
			ORDER BY
				CASE WHEN artist_latitude IS NOT NULL AND artist_longitude IS NOT NULL THEN 0 ELSE 1 END,
				CASE WHEN artist_location IS NOT NULL THEN 0 ELSE 1 END,
				length(rtrim(artist_name, ' ')) NULLS LAST, rtrim(artist_name, ' ') NULLS LAST,
				rtrim(artist_location, ' ') NULLS LAST, artist_latitude NULLS LAST, artist_longitude NULLS LAST,
				length(artist_name), length(artist_location)
		) AS choice
	FROM staging_songs
	WHERE artist_id IS NOT NULL
) AS ranked
WHERE choice = 1;
