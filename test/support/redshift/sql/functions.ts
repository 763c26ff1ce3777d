import {nameList} from '../name-list.js';

/**
Functions that Redshift supports and that PostgreSQL or `functions.sql` implements with the same meaning
[D:c_SQL_functions]. Any other function does not exist for the client.
*/
export const knownFunctions: ReadonlySet<string> = new Set([
	// Aggregate and window functions
	...nameList(`
		count sum avg min max stddev stddev_samp stddev_pop variance var_samp var_pop bool_and bool_or bit_and bit_or
		percentile_cont row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`),
	// Conditional expressions
	...nameList('coalesce nullif greatest least'),
	// Dates
	...nameList(`
		getdate sysdate dateadd datediff date_part date_trunc last_day to_char to_date to_timestamp now age isfinite timezone`),
	// Text
	...nameList(`
		upper lower initcap length len char_length character_length octet_length substring substr left right ltrim rtrim trim
		btrim lpad rpad replace translate position strpos reverse repeat split_part concat ascii chr md5 strtol quote_ident
		quote_literal regexp_replace to_hex`),
	// Numbers
	...nameList(`
		abs ceil ceiling floor round trunc mod power pow sqrt exp ln log sign random pi degrees radians sin cos tan asin acos
		atan atan2 factorial`),
	// The system
	...nameList(`
		version current_database current_schema current_schemas pg_backend_pid pg_cancel_backend pg_terminate_backend
		pg_last_copy_count pg_last_copy_id pg_last_query_id has_schema_privilege has_table_privilege has_database_privilege
		format_type generate_series`),
]);

/** Functions that Redshift supports and the double does not. */
export const functionsBeyondDouble: ReadonlySet<string> = new Set(
	nameList(`
		listagg median nvl2 decode charindex convert convert_timezone add_months months_between fnv_hash checksum sha sha1 sha2
		func_sha1 ratio_to_report percentile_disc regexp_substr regexp_instr regexp_count json_parse json_extract_path_text
		json_extract_array_element_text is_valid_json date_cmp date_part_year next_day timeofday bpcharcmp crc32 strcmp array
		object get_array_length try_cast dexp dlog1 dlog10 cbrt pg_sleep`),
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

/** Functions whose first argument is a bare date part; for all others it is a string. */
export const datePartFunctions: ReadonlySet<string> = new Set(['dateadd', 'datediff', 'date_part']);

/** Words before a parenthesis that are not functions. */
export const wordsBeforeParenthesis: ReadonlySet<string> = new Set([
	...nameList(`
		in exists any all some not and or on using over as from join where select distinct by having when then else case union
		except intersect values limit offset with cast extract group within filter is between like ilike set returning default
		rollup cube sets into table for minus escape similar to top explain lateral partition order end only update nvl`),
	// Types with a length
	...nameList(
		'varchar nvarchar char character varying nchar bpchar decimal numeric float text timestamp time interval',
	),
]);
