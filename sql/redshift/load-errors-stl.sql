-- Newest load first, with the raw text, where non-ASCII characters are replaced by periods. Provisioned clusters only.
SELECT query, trim(filename), line_number, trim(colname), trim(type), trim(col_length), err_code, trim(err_reason),
	rtrim(raw_line), rtrim(raw_field_value)
FROM stl_load_errors
WHERE session = ${session} AND query > ${after} AND starttime >= ${since}
ORDER BY query DESC, filename, line_number
LIMIT ${most}
