/**
A line of PostgreSQL's plan in the form of Redshift's [L:c-the-query-plan]: `XN` before each step, and with each join how
rows are moved for it. Which join gets which is a guess that shows both kinds: a merge join finds everything in its place,
any other broadcasts its inner table [D:c_data_redistribution].
*/
export function explainLine(line: string): string {
	const [, indent, name = '', cost] = /^(\s*(?:->\s+)?)([A-Z].*?)( {2}\(cost=.*)$/.exec(line) ?? [];
	if (cost === undefined) return line;
	return `${indent}XN ${name}${movement(name)}${cost}`;
}

function movement(step: string): string {
	if (/^Merge (?:\w+ )*Join$/.test(step)) return ' DS_DIST_NONE';
	return /^(?:Hash (?:\w+ )*Join|Nested Loop.*)$/.test(step) ? ' DS_BCAST_INNER' : '';
}
