/** What a benchmark is, and what it reports. `run.ts` runs them. */
import type {PostgresServer} from '../test/support/postgres/start-postgres.js';
import {median} from './median.js';
import type {Usage} from './processes.js';

export type Size = {readonly events: number; readonly songs: number};

export type Context = {
	/** Temporary files. Removed at the end. */
	readonly folder: string;
	readonly isQuick: boolean;
	/** 1,000,000 events and 15,000 songs; 10,000,000 and 385,000; a tenth of them with --quick. */
	readonly small: Size;
	readonly large: Size;
	/** The number of measured rounds: what --rounds says, or one of these. */
	rounds(full: number, quick: number): number;
	/** A folder with generated data, which a plain loader can read too. */
	data(size: Size): Promise<string>;
	/** One server for all benchmarks. */
	postgres(): Promise<PostgresServer>;
};

export type Unit = 's' | 'ms' | 'MB' | 'MiB' | '%';

/** A line of the report. */
export type Row = {
	readonly id: string;
	readonly title: string;
	readonly unit: Unit;
	readonly ours: readonly number[];
	/** What runs by turns with ours, and its figures. */
	readonly against?: {readonly name: string; readonly figures: readonly number[]};
	/** The highest ratio of ours to the other; without `against`, the highest figure. */
	readonly goal?: number;
	/** The ratio of CPU time, which other programs on the machine disturb less. */
	readonly cpuRatio?: number;
	readonly peakMb?: {readonly ours: number; readonly theirs?: number};
	readonly note?: string;
};

export type Skipped = {readonly id: string; readonly title: string; readonly skipped: string};

export type Benchmark = {
	/** For --only. */
	readonly id: string;
	/** Yields each row as soon as it is measured, so that a later failure loses nothing. */
	readonly measure: (context: Context) => AsyncIterable<Row | Skipped>;
};

export type Pair<T> = {readonly ours: readonly T[]; readonly theirs: readonly T[]};

/**
Runs two ways by turns, the order changing every round. The first round is discarded: it warms the file cache.
*/
export async function alternate<T>(
	rounds: number,
	ways: {readonly ours: () => Promise<T>; readonly theirs: () => Promise<T>},
): Promise<Pair<T>> {
	const ours: T[] = [];
	const theirs: T[] = [];
	for (let round = 0; round <= rounds; round++) {
		const kept = round > 0;
		const measureOurs = async () => {
			const result = await ways.ours();
			if (kept) ours.push(result);
		};
		if (round % 2 === 0) await measureOurs();
		const result = await ways.theirs();
		if (kept) theirs.push(result);
		if (round % 2 === 1) await measureOurs();
	}
	return {ours, theirs};
}

/** The median of the ratios of each round. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): number {
	return median(ours.map((figure, round) => figure / theirs[round]!));
}

type Heading = {
	readonly id: string;
	readonly title: string;
	readonly against: string;
	readonly goal?: number;
	readonly note?: string;
};

/** A row that compares two ways by their figures. */
export function compared(unit: Unit, {against, ...heading}: Heading, {ours, theirs}: Pair<number>): Row {
	return {...heading, unit, ours, against: {name: against, figures: theirs}};
}

/** A row that compares processes by their time. */
export function comparison(heading: Heading, {ours, theirs}: Pair<Usage>): Row {
	const all = (usages: readonly Usage[], figure: keyof Usage) => usages.flatMap(usage => usage[figure] ?? []);
	const [peak, otherPeak] = [all(ours, 'peakMb'), all(theirs, 'peakMb')];
	const [cpu, otherCpu] = [all(ours, 'cpuSeconds'), all(theirs, 'cpuSeconds')];
	return {
		...compared('s', heading, {ours: all(ours, 'seconds'), theirs: all(theirs, 'seconds')}),
		...(peak.length > 0 && {
			peakMb: {
				ours: Math.max(...peak),
				...(otherPeak.length > 0 && {theirs: Math.max(...otherPeak)}),
			},
		}),
		...(cpu.length > 0 && otherCpu.length > 0 && {cpuRatio: ratioOf(cpu, otherCpu)}),
	};
}
