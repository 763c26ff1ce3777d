/**
Converts a line of PostgreSQL's plan to Redshift's form [L:c-the-query-plan]: `XN` before each step, and the data
movement after each join. The movement is a guess that covers both kinds: a merge join moves nothing, any other join
broadcasts its inner table [D:c_data_redistribution].
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
