import {sqlFunctions} from '../../sql/functions.js';

/** Source: "SQL functions reference" in the Database Developer Guide. */
export const redshiftFunctions = sqlFunctions(`
	any_value(expression)
	listagg(text, delimiter) WITHIN GROUP (ORDER BY expression)
	median(expression)
	ratio_to_report(expression) OVER (…)
	convert_timezone('UTC', 'Europe/Paris', timestamp)
	dateadd(day, n, timestamp)
	datediff(day, from, to)
	getdate()
	to_char(value, 'YYYY-MM-DD')
	to_date(text, 'YYYY-MM-DD')
	to_timestamp(text, 'YYYY-MM-DD HH24:MI:SS')
	decode(expression, value, result, default)
	nvl(value, value)
	json_extract_path_text(text, key)
	regexp_count(text, pattern)
	regexp_substr(text, pattern)
`);
