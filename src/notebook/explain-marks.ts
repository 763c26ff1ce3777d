import {count} from '../format/figures.js';
import {firstWord} from '../sql/statement-kind.js';
import {dataMovement} from '../warehouse/redshift/plan.js';
import type {Row} from '../warehouse/warehouse.js';

/** Marks by the index of their plan line: `● 62 % of the time`, `⚠ broadcasts the inner table to every node`. */
export type PlanMarks = ReadonlyMap<number, string>;

/** A step of a plan. */
type Step = {
	/** Index of the line with its name. */
	readonly line: number;
	/** Its share of the plan's time or cost without the steps below it, from 0 to 1. */
	readonly share: number;
};

/** Steps below this share are not marked, and of the others only the most costly. */
const minShare = 0.1;
const maxMarks = 3;

/**
Marks the costly steps of a plan: by time if the plan has it, otherwise by estimated cost, or by estimated rows where the
engine estimates no cost. On Redshift also joins that move data. Empty for other statements.
@param rows The result of EXPLAIN or EXPLAIN ANALYZE, a plan line each.
*/
export function explainMarks(sql: string, rows: readonly Row[]): PlanMarks {
	if (firstWord(sql) !== 'explain') return new Map();
	const lines = rows.map(([line]) => String(line));
	const marks = new Map<number, string>();
	const add = (line: number, mark: string) => {
		const before = marks.get(line);
		marks.set(line, before === undefined ? mark : `${before} · ${mark}`);
	};
	const isBoxes = lines.some(line => line.startsWith('┌'));
	for (const [line, mark] of isBoxes ? boxMarks(lines) : treeMarks(lines)) add(line, mark);
	for (const [line, text] of lines.entries()) {
		const movement = dataMovement(text);
		if (movement !== undefined) add(line, `⚠ ${movement}`);
	}
	return marks;
}

type Mark = readonly [line: number, text: string];

function shareMarks(steps: readonly Step[], name: (step: Step) => string): readonly Mark[] {
	return steps
		.filter(({share}) => share >= minShare)
		.toSorted((a, b) => b.share - a.share)
		.slice(0, maxMarks)
		.map(step => [step.line, `● ${name(step)}`]);
}

function percent(share: number): string {
	return `${Math.round(100 * Math.min(1, share))} %`;
}

/** A step of a tree of indented lines, as PostgreSQL and Redshift write it. */
type Node = {
	readonly line: number;
	readonly indent: number;
	readonly text: string;
	/** Up to the last row, with the steps below. */
	readonly total: number;
	/** What the steps below take of it. */
	below: number;
};

const step =
	/^( *(?:-> +)?)(\S.*?) +\(cost=[\d.]+\.\.([\d.]+) [^)]*\)(?: \((?:actual time=[\d.]+\.\.([\d.]+) rows=[\d.]+ loops=(\d+)|never executed)\))?/;

function treeMarks(lines: readonly string[]): readonly Mark[] {
	const isTimed = lines.some(line => line.includes('(actual time='));
	const nodes: Node[] = [];
	/** The step itself and those above it. */
	const path: Node[] = [];
	/** Rows of a common table expression are computed when it is first scanned. */
	const tables = new Map<string, Node>();
	let table: string | undefined;
	for (const [line, text] of lines.entries()) {
		const [, indent = '', name = '', cost, time, loops] = step.exec(text) ?? [];
		if (cost === undefined) {
			table = /^ *CTE (\S.*)$/.exec(text)?.[1] ?? table;
			continue;
		}
		while (path.length > 0 && path.at(-1)!.indent >= indent.length) path.pop();
		const total = isTimed ? Number(time ?? 0) * (Number(loops ?? 0) / processes(lines, path)) : Number(cost);
		const node: Node = {line, indent: indent.length, text: name, total, below: 0};
		const parent = path.at(-1);
		if (table !== undefined) tables.set(table, node);
		else if (parent !== undefined) parent.below += total;
		table = undefined;
		const scanned = /^CTE Scan on (\S+)/.exec(name)?.[1] ?? '';
		node.below += tables.get(scanned)?.total ?? 0;
		tables.delete(scanned);
		nodes.push(node);
		path.push(node);
	}
	const all = nodes[0]?.total ?? 0;
	const of = isTimed ? 'time' : 'cost';
	const steps = nodes.map(({line, total, below}) => ({line, share: all > 0 ? (total - below) / all : 0}));
	return shareMarks(steps, ({share}) => `${percent(share)} of the ${of}`);
}

/** The processes that share the steps below a Gather: their times are averages over loops that ran at once. */
function processes(lines: readonly string[], path: readonly Node[]): number {
	const gather = path.findLast(({text}) => /^Gather\b/.test(text));
	if (gather === undefined) return 1;
	const launched = lines
		.slice(gather.line + 1)
		.map(line => /^ *Workers Launched: (\d+)/.exec(line)?.[1])
		.find(workers => workers !== undefined);
	return Number(launched ?? 0) + 1;
}

/** A step of DuckDB's plan, drawn as a box; boxes next to each other share their lines. */
type Box = {readonly line: number; readonly name: string; seconds: number; rows: number};

function boxMarks(lines: readonly string[]): readonly Mark[] {
	const boxes: Box[] = [];
	/** The open boxes, by the column at which they begin. */
	const open = new Map<number, Box>();
	for (const [line, text] of lines.entries()) {
		for (const {index} of text.matchAll(/\u250C/g)) open.delete(index);
		// The content of a box is between two borders.
		for (const {index, 0: cell} of text.matchAll(
			/[\u2502\u251C][^\u2502\u251C\u2524]*(?=[\u2502\u251C\u2524])/g,
		)) {
			const content = cell.slice(1).trim();
			const box = open.get(index);
			if (box === undefined) {
				if (!/^[A-Z][A-Z_]+$/.test(content)) continue;
				const next = {line, name: content, seconds: 0, rows: 0};
				open.set(index, next);
				boxes.push(next);
			} else {
				const seconds = /^\(?([\d.]+)s\)?$/.exec(content)?.[1];
				const rows = /^~?([\d,]+) rows?$/i.exec(content)?.[1];
				if (seconds !== undefined) box.seconds = Number(seconds);
				if (rows !== undefined) box.rows = Number(rows.replaceAll(',', ''));
			}
		}
	}
	const isTimed = lines.some(line => line.includes('Total Time:'));
	const most = Math.max(0, ...boxes.map(isTimed ? ({seconds}) => seconds : ({rows}) => rows));
	if (most === 0) return [];
	if (!isTimed)
		return boxes
			.filter(({rows}) => rows === most)
			.slice(0, 1)
			.map(({line, name, rows}) => [line, `● ${name} most rows, about ${count(rows)}`]);
	const all = boxes.reduce((sum, {seconds}) => sum + seconds, 0);
	const names = new Map(boxes.map(({line, name}) => [line, name]));
	return shareMarks(
		boxes.map(({line, seconds}) => ({line, share: seconds / all})),
		({line, share}) => `${names.get(line)} ${percent(share)} of the time`,
	);
}
