import {sqlFunctions} from '../../sql/functions.js';

export const postgresFunctions = sqlFunctions(`
	array_agg(expression)
	bool_and(condition)
	bool_or(condition)
	json_agg(expression)
	mode() WITHIN GROUP (ORDER BY expression)
	percentile_disc(fraction) WITHIN GROUP (ORDER BY expression)
	string_agg(text, delimiter)
	age(timestamp, timestamp)
	make_date(year, month, day)
	now()
	to_char(value, 'YYYY-MM-DD')
	to_date(text, 'YYYY-MM-DD')
	to_timestamp(text, 'YYYY-MM-DD HH24:MI:SS')
	generate_series(start, stop, step)
	regexp_match(text, pattern)
	string_to_array(text, delimiter)
	unnest(array)
`);
