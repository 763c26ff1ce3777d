import {sqlFunctions} from '../../sql/functions.js';

export const duckDbFunctions = sqlFunctions(`
	any_value(expression)
	approx_count_distinct(expression)
	arg_max(expression, by)
	arg_min(expression, by)
	list(expression)
	median(expression)
	mode(expression)
	quantile_cont(expression, fraction)
	string_agg(text, delimiter)
	datediff('day', from, to)
	epoch_ms(timestamp)
	now()
	strftime(timestamp, '%Y-%m-%d')
	strptime(text, '%Y-%m-%d')
	list_contains(list, value)
	regexp_extract(text, pattern, group)
	regexp_matches(text, pattern)
	string_split(text, delimiter)
	unnest(list)
`);
