/** A piece of a drawn line. Without colors, series differ in their dots and names. */
export type ChartSpan = {readonly text: string; readonly series?: number; readonly dim?: true};

type Place = {readonly x: number; readonly y: number};

/** A raster to draw lines on, which becomes lines of text. */
export interface Canvas {
	/** Number of points across and down. */
	readonly columns: number;
	readonly rows: number;
	/** Draws a straight line. Each series has its own pattern of dots, which distinguishes it without color. */
	line(from: Place, to: Place, series: number): void;
	/** The rows of text, each as runs of one series. */
	lines(): readonly (readonly ChartSpan[])[];
}

/** Points of a series that are drawn, by their number along the line: solid, dotted, dashed, and so on. */
const patterns: readonly ((point: number) => boolean)[] = [
	() => true,
	point => point % 2 === 0,
	point => point % 6 < 4,
	point => point % 9 < 6,
	point => point % 8 < 5 || point % 8 === 6,
	point => point % 5 === 0,
];

/** Visits the points of a straight line, each once. */
function trace(from: Place, to: Place, visit: (x: number, y: number) => void): void {
	const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
	for (let step = 0; step <= steps; step++)
		visit(
			Math.round(from.x + ((to.x - from.x) * step) / steps),
			Math.round(from.y + ((to.y - from.y) * step) / steps),
		);
}

abstract class CellCanvas implements Canvas {
	readonly columns: number;
	readonly rows: number;
	protected readonly width: number;
	readonly #height: number;
	protected readonly series: Int8Array;
	/** By series: the number of points so far, and the place of the last. */
	readonly #drawn: number[] = [];
	readonly #last: number[] = [];

	constructor(width: number, height: number, [across, down]: readonly [number, number]) {
		this.width = width;
		this.#height = height;
		this.columns = width * across;
		this.rows = height * down;
		this.series = new Int8Array(width * height).fill(-1);
	}

	line(from: Place, to: Place, series: number): void {
		const isDrawn = patterns[series % patterns.length]!;
		trace(from, to, (x, y) => {
			// A line begins where the one before it ended.
			const place = y * this.columns + x;
			if (this.#last[series] === place) return;
			this.#last[series] = place;
			const point = this.#drawn[series] ?? 0;
			this.#drawn[series] = point + 1;
			if (isDrawn(point)) this.set(x, y, series);
		});
	}

	lines(): readonly (readonly ChartSpan[])[] {
		return Array.from({length: this.#height}, (_, row) => {
			const spans: {text: string; series?: number}[] = [];
			for (let column = 0; column < this.width; column++) {
				const cell = row * this.width + column;
				const series = this.series[cell]!;
				const last = spans.at(-1);
				// A blank belongs to any series.
				if (last !== undefined && (series === -1 || last.series === series)) last.text += this.text(cell);
				else spans.push({text: this.text(cell), ...(series !== -1 && {series})});
			}
			return spans;
		});
	}

	protected abstract set(x: number, y: number, series: number): void;
	protected abstract text(cell: number): string;
}

/** The dot of a braille cell at each place, two across and four down. */
const brailleDots = [
	[0x01, 0x08],
	[0x02, 0x10],
	[0x04, 0x20],
	[0x40, 0x80],
] as const;

/** Eight points a cell. */
export class BrailleCanvas extends CellCanvas {
	readonly #dots: Uint8Array;

	constructor(width: number, height: number) {
		super(width, height, [2, 4]);
		this.#dots = new Uint8Array(width * height);
	}

	protected set(x: number, y: number, series: number): void {
		const cell = Math.floor(y / 4) * this.width + Math.floor(x / 2);
		this.#dots[cell]! |= brailleDots[y % 4]![x % 2]!;
		this.series[cell] = series;
	}

	protected text(cell: number): string {
		const dots = this.#dots[cell]!;
		return dots === 0 ? ' ' : String.fromCodePoint(0x2800 + dots);
	}
}

const marks = ['*', 'o', '+', 'x', '%', '='];

/** One point a cell, for terminals without UTF-8. */
export class CharacterCanvas extends CellCanvas {
	constructor(width: number, height: number) {
		super(width, height, [1, 1]);
	}

	protected set(x: number, y: number, series: number): void {
		this.series[y * this.width + x] = series;
	}

	protected text(cell: number): string {
		const series = this.series[cell]!;
		return series === -1 ? ' ' : marks[series % marks.length]!;
	}
}
