-- Reader threads parse and check every record, and write the valid ones as COPY text. DuckDB loads it in batches.
INSERT INTO staging_songs
SELECT
	num_songs,
	copy_text(artist_id),
	artist_latitude,
	artist_longitude,
	copy_text(artist_location),
	copy_text(artist_name),
	copy_text(song_id),
	copy_text(title),
	duration,
	year
FROM read_csv(
	${file},
	auto_detect = false,
	header = false,
	delim = '	',
	quote = '',
	escape = '',
	nullstr = '',
	buffer_size = 4194304,
	columns = {
		'num_songs': 'INTEGER',
		'artist_id': 'VARCHAR',
		'artist_latitude': 'DOUBLE',
		'artist_longitude': 'DOUBLE',
		'artist_location': 'VARCHAR',
		'artist_name': 'VARCHAR',
		'song_id': 'VARCHAR',
		'title': 'VARCHAR',
		'duration': 'DOUBLE',
		'year': 'INTEGER'
	}
);
