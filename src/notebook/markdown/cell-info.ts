import {type ChartSpec, chartTypes} from '../charts/chart.js';

/** What the info string of a cell's fence says after `sql`. */
export type CellInfo = {
	/** `[a-z_][a-z0-9_]*`, by which other cells refer to it. */
	readonly name?: string;
	readonly chart?: ChartSpec;
	/** Words with another or no meaning, which are kept. */
	readonly others?: readonly string[];
};

/** The names of cells. */
export const cellName = /^[a-z_][a-z0-9_]*$/;

/** Parses `name=plays_by_hour chart=heatmap x=hour y=weekday`. Values with blanks are in double quotes. */
export function parseInfo(text: string): CellInfo {
	const words = text.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
	const values = new Map<string, string>();
	const others: string[] = [];
	for (const word of words) {
		const [, key, value = ''] = /^([a-z]+)=(.+)$/.exec(word) ?? [];
		const plain = value.replaceAll('"', '');
		if (key !== undefined && isKnown(key, plain) && !values.has(key)) values.set(key, plain);
		else others.push(word);
	}
	// Axes belong to a chart.
	if (!values.has('chart'))
		for (const key of ['x', 'y', 'by']) {
			const value = values.get(key);
			if (value !== undefined) others.push(infoWord(key, value));
			values.delete(key);
		}
	const [name, type, x, y, by] = ['name', 'chart', 'x', 'y', 'by'].map(key => values.get(key));
	const chart = chartTypes.find(known => known === type);
	const axes = {
		...(x !== undefined && {x}),
		...(y !== undefined && {y: y.split(',')}),
		...(by !== undefined && {by}),
	};
	return {
		...(name !== undefined && {name}),
		...(chart !== undefined && {chart: {type: chart, ...axes}}),
		...(others.length > 0 && {others}),
	};
}

function isKnown(key: string, value: string): boolean {
	if (key === 'name') return cellName.test(value);
	if (key === 'chart') return chartTypes.some(type => type === value);
	return key === 'x' || key === 'y' || key === 'by';
}

/** The words that `parseInfo` reads. */
export function formatInfo({name, chart, others = []}: CellInfo): string {
	const word = (key: string, value: string | undefined) =>
		value === undefined ? [] : [infoWord(key, value)];
	return [
		...word('name', name),
		...word('chart', chart?.type),
		...word('x', chart?.x),
		...word('y', chart?.y?.join(',')),
		...word('by', chart?.by),
		...others,
	].join(' ');
}

function infoWord(key: string, value: string): string {
	return `${key}=${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
}
