-- Unmatched plays
-- The most played songs that are not in the catalog.
SELECT played.song, played.artist, count(*) AS plays, count(DISTINCT played.userid) AS listeners
FROM (
	-- Duplicate events count as one play.
	SELECT userid, min(rtrim(song, ' ')) AS song, min(rtrim(artist, ' ')) AS artist, min(length) AS seconds
	FROM staging_events
	WHERE rtrim(page, ' ') = 'NextSong' AND userid IS NOT NULL AND ts IS NOT NULL
	GROUP BY sessionid, iteminsession, ts, userid
) AS played
LEFT JOIN staging_songs AS s
	ON s.song_id IS NOT NULL
	AND rtrim(s.title, ' ') = played.song
	AND rtrim(s.artist_name, ' ') = played.artist
	AND s.duration = played.seconds
WHERE s.song_id IS NULL
GROUP BY played.song, played.artist
ORDER BY plays DESC, listeners DESC, played.song NULLS LAST, played.artist NULLS LAST
LIMIT 20;
