/** A function that completion suggests. */
export type SqlFunction = {
	readonly name: string;
	/** How it is called: `round(number, digits)`. */
	readonly call: string;
};

/** Functions from the ways to call them, one on each line. */
export function sqlFunctions(calls: string): readonly SqlFunction[] {
	return calls
		.trim()
		.split('\n')
		.map(line => ({name: line.trim().split('(', 1)[0]!, call: line.trim()}));
}

/** Functions that are called in the same way on every engine. */
export const commonFunctions = sqlFunctions(`
	count(* | expression)
	sum(expression)
	avg(expression)
	min(expression)
	max(expression)
	stddev(expression)
	variance(expression)
	percentile_cont(fraction) WITHIN GROUP (ORDER BY expression)
	row_number() OVER (…)
	rank() OVER (…)
	dense_rank() OVER (…)
	percent_rank() OVER (…)
	cume_dist() OVER (…)
	ntile(buckets) OVER (…)
	lag(expression, offset) OVER (…)
	lead(expression, offset) OVER (…)
	first_value(expression) OVER (…)
	last_value(expression) OVER (…)
	nth_value(expression, n) OVER (…)
	coalesce(value, value, …)
	nullif(value, value)
	greatest(value, value, …)
	least(value, value, …)
	cast(expression AS type)
	date_trunc('month', timestamp)
	date_part('hour', timestamp)
	extract(hour FROM timestamp)
	length(text)
	lower(text)
	upper(text)
	trim(text)
	ltrim(text, characters)
	rtrim(text, characters)
	lpad(text, length, fill)
	rpad(text, length, fill)
	left(text, length)
	right(text, length)
	substring(text, start, length)
	replace(text, from, to)
	split_part(text, delimiter, n)
	position(part IN text)
	strpos(text, part)
	concat(text, text)
	reverse(text)
	repeat(text, n)
	translate(text, from, to)
	regexp_replace(text, pattern, replacement)
	md5(text)
	abs(number)
	ceil(number)
	floor(number)
	round(number, digits)
	trunc(number)
	mod(number, divisor)
	power(number, exponent)
	sqrt(number)
	exp(number)
	ln(number)
	log(number)
	sign(number)
	random()
`);
