import {nameList} from '../name-list.js';

/**
Functions that Redshift supports and that PostgreSQL or `functions.sql` implements with the same meaning
[D:c_SQL_functions]. Any other function does not exist for the client.
*/
export const knownFunctions: ReadonlySet<string> = new Set([
	// Aggregate and window functions
	...nameList('count sum avg min max row_number rank dense_rank lag lead first_value last_value'),
	// Conditional expressions
	...nameList('coalesce nullif greatest least'),
	// Dates
	...nameList('getdate sysdate now date_trunc to_char'),
	// Text
	...nameList(`
		upper lower length len char_length octet_length substring left right ltrim rtrim trim btrim repeat replace strpos split_part
		chr md5 strtol`),
	// Numbers
	...nameList('abs ceil floor round trunc mod power random'),
	// The system
	...nameList(`
		version current_database current_schema pg_backend_pid pg_cancel_backend pg_terminate_backend pg_last_copy_count
		pg_last_copy_id format_type generate_series`),
]);

/** Functions that Redshift supports and the double does not. */
export const functionsBeyondDouble: ReadonlySet<string> = new Set(
	nameList(`
		add_months charindex convert_timezone date_part dateadd datediff decode initcap json_extract_path_text json_parse
		last_day listagg lpad median months_between nth_value ntile nvl nvl2 percentile_cont pg_last_query_id pg_sleep
		ratio_to_report regexp_replace regexp_substr reverse rpad sha1 sha2 stddev to_date to_timestamp translate`),
);

/**
Leader-node functions, rejected in queries on user or system tables [L:c_SQL_functions_leader_node_only]. For
generate_series, the guide says only that it is unsupported and that such functions may still run on the leader node
[L:c_unsupported-postgresql-functions].
*/
export const leaderFunctions: ReadonlySet<string> = new Set(
	nameList(`
		current_schema current_schemas has_database_privilege has_schema_privilege has_table_privilege substr factorial log age
		current_time current_timestamp localtime isfinite now get_bit get_byte set_bit set_byte to_ascii generate_series`),
);

/** Window functions that require a frame if they have an ORDER BY [D:r_Window_function_synopsis]. */
export const framedFunctions: ReadonlySet<string> = new Set(
	nameList(`
		avg count sum min max stddev stddev_samp stddev_pop variance var_samp var_pop first_value last_value nth_value`),
);

/** Words before a parenthesis that are not functions. */
export const wordsBeforeParenthesis: ReadonlySet<string> = new Set([
	...nameList(`
		in exists any all some not and or on using over as from join where select distinct by having when then else case union
		except intersect values limit offset with cast extract group within filter is between like ilike set returning default
		rollup cube sets into table for minus escape similar to explain partition order end only update`),
	// Types with a length
	...nameList('varchar character varying decimal numeric timestamp interval'),
]);
