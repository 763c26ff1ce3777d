import type {Random} from './random.js';

/**
Draws ranks from 0 to `size - 1`, rank r with a probability close to 1 / (r + head): Zipf's law, flattened at the top.
Ranks are drawn on a logarithmic scale. Only sums and products are used, no Math.pow or Math.log,
whose last digits differ between releases of JavaScript engines: the same seed must give the same bytes.
*/
export class Popularity {
	readonly #size: number;
	readonly #head: number;
	readonly #octaves: number;

	constructor(size: number, head: number) {
		this.#size = size;
		this.#head = head;
		let octaves = 1;
		while (head * (1 << octaves) < size + head) octaves += 1;
		this.#octaves = octaves;
	}

	draw(random: Random): number {
		for (;;) {
			const position = random.unit() * this.#octaves;
			const octave = Math.floor(position);
			const rest = position - octave;
			// 2 to the power of `rest`, to within 0.3 %.
			const factor = 1 + rest * (0.6565 + 0.3435 * rest);
			const rank = Math.floor(this.#head * ((1 << octave) * factor - 1));
			if (rank < this.#size) return rank;
		}
	}
}
