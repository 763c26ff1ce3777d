import type {PlanStep} from '../warehouse.js';

type Movement = {
	readonly label: RegExp;
	readonly moves: NonNullable<PlanStep['moves']>;
	/** What the join does, as a clause. */
	readonly words: string;
};

/**
Data that a join moves over the network. DS_DIST_NONE and DS_DIST_ALL_NONE move nothing.
Source: "Evaluating the query plan" in the Database Developer Guide.
*/
const movements: readonly Movement[] = [
	{label: /\bDS_BCAST_\w+/, moves: 'broadcast', words: 'broadcasts the inner table to every node'},
	{
		label: /\bDS_DIST_ALL_INNER\b/,
		moves: 'redistribution',
		words: 'moves the entire inner table to one slice',
	},
	{label: /\bDS_DIST_BOTH\b/, moves: 'redistribution', words: 'redistributes both tables'},
	{label: /\bDS_DIST_INNER\b/, moves: 'redistribution', words: 'redistributes the inner table'},
	{label: /\bDS_DIST_OUTER\b/, moves: 'redistribution', words: 'redistributes the outer table'},
	{label: /\bDS_DIST_(?!NONE\b|ALL_NONE\b)\w+/, moves: 'redistribution', words: 'redistributes a table'},
];

/** A line of Redshift's EXPLAIN, with the kind of data movement. */
export function planStep(text: string): PlanStep {
	return {text, moves: movementOf(text)?.moves ?? null};
}

/** The data movement of a line in words: `broadcasts the inner table to every node`. */
export function dataMovement(text: string): string | undefined {
	return movementOf(text)?.words;
}

function movementOf(text: string): Movement | undefined {
	return movements.find(({label}) => label.test(text));
}
