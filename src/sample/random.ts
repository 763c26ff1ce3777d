/**
Hashes up to three whole numbers to an evenly distributed 32-bit number. Uses integer arithmetic only, so the result is
the same on every machine.
@param stream identifies the purpose, so that results for different purposes are independent
*/
export function hash(seed: number, stream: number, index = 0): number {
	return scramble(scramble(scramble(seed + 0x9e3779b9) ^ Math.imul(stream + 1, 0x85ebca6b)) + index);
}

/** A bijection on 32-bit numbers. */
export function scramble(value: number): number {
	let mixed = value | 0;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Seeded pseudo-random numbers (the generator sfc32). */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#count = 1;

	/** Each combination of whole numbers starts a different sequence. */
	constructor(seed: number, stream: number, index = 0) {
		this.#a = hash(seed, stream, index) | 0;
		this.#b = scramble(this.#a + 1) | 0;
		this.#c = scramble(this.#b + index) | 0;
	}

	/** At least 0, less than 1. */
	unit(): number {
		const result = (((this.#a + this.#b) | 0) + this.#count) | 0;
		this.#count = (this.#count + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
		return (result >>> 0) / 0x1_0000_0000;
	}

	/** A whole number, at least 0, less than `limit`. */
	below(limit: number): number {
		return Math.floor(this.unit() * limit);
	}

	chance(probability: number): boolean {
		return this.unit() < probability;
	}

	/** One of the items, of which there is at least one. */
	pick<Item>(items: readonly Item[]): Item {
		return items[this.below(items.length)]!;
	}
}

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
