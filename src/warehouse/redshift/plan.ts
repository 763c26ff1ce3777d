import type {PlanStep} from '../warehouse.js';

/**
A line of Redshift's EXPLAIN, with the data a join moves over the network. DS_DIST_NONE and DS_DIST_ALL_NONE move nothing.
Source: "Evaluating the query plan" in the Database Developer Guide.
*/
export function planStep(text: string): PlanStep {
	if (/\bDS_BCAST_\w+/.test(text)) return {text, moves: 'broadcast'};
	if (/\bDS_DIST_(?!NONE\b|ALL_NONE\b)\w+/.test(text)) return {text, moves: 'redistribution'};
	return {text, moves: null};
}
