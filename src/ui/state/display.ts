/** How results are shown on the page. */
export type Display = {
	/** Whether rows are shown as records, a line for each column; `auto` if the columns do not fit. */
	readonly expanded: 'on' | 'off' | 'auto';
	/** Whether status lines say how long statements took. */
	readonly hasTimes: boolean;
};

export const defaultDisplay: Display = {expanded: 'off', hasTimes: true};
