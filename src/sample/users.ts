import {logString} from './json-text.js';
import {longLocation, metroAreas, userAgents} from './places.js';
import {hash, Popularity, Random} from './random.js';
import {compose} from './words.js';

export type Level = 'free' | 'paid';

/** A user during a session. `firstName` to `userAgent` are JSON. */
export type User = {
	readonly number: number;
	level: Level;
	/** False for a few who only open pages. */
	readonly plays: boolean;
	/** Adds songs to playlists. These users upgrade more often and stay longer. */
	readonly collects: boolean;
	/** ms since 1970, in digits. */
	readonly registration: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly gender: string;
	readonly location: string;
	readonly userAgent: string;
};

/** Number of users cached. */
const maxRecent = 32_768;

const dayMs = 86_400_000;

/** The users, one per about eighty events. Only changes are kept in memory; the rest is computed from seed and number. */
export class Users {
	readonly #seed: number;
	readonly #size: number;
	readonly #start: number;
	readonly #end: number;
	readonly #activity: Popularity;
	readonly #areas = new Popularity(metroAreas.length, 6);
	readonly #agents = new Popularity(userAgents.length, 4);
	readonly #recent = new Map<number, User>();
	readonly #listening = new Set<number>();
	readonly #switched = new Set<number>();
	readonly #cancelled = new Set<number>();

	/** @param start first moment of the data @param end last moment, both ms since 1970 */
	constructor(seed: number, events: number, start: number, end: number) {
		this.#seed = seed;
		this.#size = Math.max(10, Math.round(events / 80));
		this.#start = start;
		this.#end = end;
		this.#activity = new Popularity(this.#size, 4);
	}

	/** Finds a registered user who has not left and is not listening already; undefined if there is none in 40 attempts. */
	enter(random: Random, at: number): User | undefined {
		for (let attempt = 0; attempt < 40; attempt += 1) {
			// A bijection from rank to number, so that the most active users did not all register first.
			const number = (this.#activity.draw(random) * 2_654_435_761 + hash(this.#seed, 0x21)) % this.#size;
			if (this.#listening.has(number) || this.#cancelled.has(number)) continue;
			if (at <= this.#registration(number) || at > this.#lastVisit(number)) continue;
			this.#listening.add(number);
			return this.#find(number);
		}
		return undefined;
	}

	/** Ends the user's session. */
	leave({number}: User): void {
		this.#listening.delete(number);
	}

	/** Deletes the account: the user never comes back. */
	cancel({number}: User): void {
		this.#cancelled.add(number);
	}

	/** Upgrades or downgrades. */
	switchLevel(user: User): void {
		if (!this.#switched.delete(user.number)) this.#switched.add(user.number);
		user.level = this.#level(user.number);
	}

	#find(number: number): User {
		const found = this.#recent.get(number);
		if (found !== undefined) return found;
		if (this.#recent.size === maxRecent) this.#recent.clear();
		const user = this.#describe(number);
		this.#recent.set(number, user);
		return user;
	}

	#describe(number: number): User {
		const random = new Random(this.#seed, 0x1f, number);
		const charset = number % 2 === 0 ? 'unicode' : 'ascii';
		const text = (value: string) => logString(value, charset);
		const [gender, firstName] = random.chance(0.52) ? ['F', '{woman}'] : ['M', '{man}'];
		return {
			number,
			level: this.#level(number),
			plays: number % 13 !== 4,
			collects: this.#collects(number),
			registration: String(this.#registration(number)),
			firstName: text(compose(random, firstName)),
			lastName: text(compose(random, '{surname}')),
			gender: text(gender),
			location: text(number % 41 === 17 ? longLocation : metroAreas[this.#areas.draw(random)]!),
			userAgent: text(userAgents[this.#agents.draw(random)]!),
		};
	}

	#level(number: number): Level {
		const paidAtFirst = hash(this.#seed, 0x1e, number) % 100 < 22;
		return paidAtFirst === this.#switched.has(number) ? 'free' : 'paid';
	}

	#collects(number: number): boolean {
		return hash(this.#seed, 0x22, number) % 3 === 0;
	}

	/** Three of five users registered in the hundred days before the data begin, the others day by day. */
	#registration(number: number): number {
		const early = Math.ceil(this.#size * 0.6);
		if (number >= early)
			return (
				this.#start + Math.floor(((number - early) / (this.#size - early)) * 0.95 * (this.#end - this.#start))
			);
		const days = Math.floor(((early - number) / early) * 100);
		return this.#start - days * dayMs - (hash(this.#seed, 0x20, number) % dayMs) - 1;
	}

	/** Many users leave within weeks, and some stay: the longer they have been here, the longer they stay. */
	#lastVisit(number: number): number {
		const days = (this.#collects(number) ? 20 : 8) / new Random(this.#seed, 0x23, number).unit();
		return Math.max(this.#registration(number), this.#start) + days * dayMs;
	}
}
