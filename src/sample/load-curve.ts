import {hash} from './random.js';

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The first day of the data: 2018-11-01, 00:00 UTC. */
export const firstDay: number = Date.UTC(2018, 10, 1);

/** Activity by hour of the day, UTC: most listeners are in North American offices. */
const workdayHours = [
	155, 150, 118, 108, 130, 158, 180, 182, 206, 262, 306, 332, 318, 340, 428, 482, 540, 502, 494, 380, 352,
	282, 222, 196,
];
const weekendHours = [
	190, 196, 170, 130, 104, 92, 90, 104, 130, 168, 214, 260, 290, 300, 312, 318, 330, 342, 360, 366, 350, 320,
	276, 232,
];
/** Sunday first. */
const weekdays = [0.44, 1, 1.04, 1.3, 1.06, 1.26, 0.62];

/**
Distribution of activity over the days: busy and quiet hours and weekdays, days that differ by up to a fifth, and slow
growth. Returns the time at which a given share of all activity is over. Shares must not decrease between calls.
*/
export class LoadCurve {
	readonly #days: number;
	readonly #seed: number;
	readonly #total: number;
	#hour = 0;
	#before = 0;

	constructor(days: number, seed: number) {
		this.#days = days;
		this.#seed = seed;
		let total = 0;
		for (let day = 0; day < days; day += 1)
			for (const hour of hoursOf(day)) total += hour * this.#dayWeight(day);
		this.#total = total;
	}

	/** End of the last day, ms since 1970. */
	get end(): number {
		return firstDay + this.#days * dayMs;
	}

	/** @param share at least 0, less than 1 @returns ms since 1970, whole */
	momentOf(share: number): number {
		const target = share * this.#total;
		let weight = this.#weight(this.#hour);
		while (this.#before + weight <= target && this.#hour < this.#days * 24 - 1) {
			this.#before += weight;
			this.#hour += 1;
			weight = this.#weight(this.#hour);
		}
		const part = Math.min(Math.max((target - this.#before) / weight, 0), 1);
		return Math.min(firstDay + Math.floor((this.#hour + part) * hourMs), this.end - 1);
	}

	#weight(hour: number): number {
		const day = Math.floor(hour / 24);
		return hoursOf(day)[hour % 24]! * this.#dayWeight(day);
	}

	#dayWeight(day: number): number {
		const chance = 0.8 + (0.4 * (hash(this.#seed, 0xda, day) % 1000)) / 1000;
		const growth = 0.8 + (0.4 * day) / this.#days;
		return weekdays[weekday(day)]! * chance * growth;
	}
}

/** 0 for Sunday. 2018-11-01 was a Thursday. */
function weekday(day: number): number {
	return (4 + day) % 7;
}

function hoursOf(day: number): readonly number[] {
	return weekday(day) === 0 || weekday(day) === 6 ? weekendHours : workdayHours;
}
