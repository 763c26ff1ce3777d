INSERT INTO staging_rejects
SELECT
	copy_text(table_name),
	run_id,
	copy_text(file),
	line,
	copy_text(column_name),
	copy_text(reason),
	copy_text(raw)
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
		'table_name': 'VARCHAR',
		'run_id': 'VARCHAR',
		'file': 'VARCHAR',
		'line': 'BIGINT',
		'column_name': 'VARCHAR',
		'reason': 'VARCHAR',
		'raw': 'VARCHAR'
	}
);
