import {dayMs} from './load-curve.js';
import {type Person, person} from './names.js';
import {longLocation, metroAreas} from './places.js';
import {Popularity} from './popularity.js';
import {hash, Random} from './random.js';
import {userAgents} from './user-agents.js';

export type Level = 'free' | 'paid';

/** Constant properties of a user. */
export type Profile = Person & {readonly location: string; readonly userAgent: string};

/** Percentage of users registered before the first day. The others join day by day. */
const earlyUsers = 60;

/** Percentage of users with a paid plan when first seen. */
const paidAtFirst = 22;

const switched = 1;
const listening = 2;
const gone = 4;

/** The users, one per about eighty events. Keeps one byte per user; the rest is computed from the seed and the number. */
export class Listeners {
	readonly #seed: number;
	readonly #size: number;
	readonly #start: number;
	readonly #end: number;
	readonly #state: Uint8Array;
	readonly #activity: Popularity;
	readonly #shift: number;
	readonly #areas = new Popularity(metroAreas.length, 6);
	readonly #agents = new Popularity(userAgents.length, 4);

	/** @param start first moment of the data @param end last moment, both ms since 1970 */
	constructor(seed: number, events: number, start: number, end: number) {
		this.#seed = seed;
		this.#size = Math.max(10, Math.round(events / 80));
		this.#start = start;
		this.#end = end;
		this.#state = new Uint8Array(this.#size);
		this.#activity = new Popularity(this.#size, 4);
		this.#shift = hash(seed, 0x21);
	}

	/** Finds a registered user who has not left and is not listening already; undefined if none is found. */
	draw(random: Random, at: number): number | undefined {
		for (let attempt = 0; attempt < 40; attempt += 1) {
			// A bijection from rank to number, so that the most active users did not all register first.
			const user = (this.#activity.draw(random) * 2_654_435_761 + this.#shift) % this.#size;
			if ((this.#state[user]! & (listening | gone)) === 0 && this.registration(user) < at) return user;
		}
		return undefined;
	}

	/** ms since 1970. */
	registration(user: number): number {
		const early = Math.ceil((this.#size * earlyUsers) / 100);
		if (user >= early) {
			const share = (user - early) / (this.#size - early);
			return this.#start + Math.floor(share * 0.95 * (this.#end - this.#start));
		}
		// Smaller numbers registered earlier, up to a hundred days and some hours before the first day.
		const days = Math.floor(((early - user) / early) * 100);
		return this.#start - days * dayMs - (hash(this.#seed, 0x20, user) % dayMs) - 1;
	}

	profile(user: number): Profile {
		const random = new Random(this.#seed, 0x1f, user);
		return {
			...person(random),
			location: user % 41 === 17 ? longLocation : (metroAreas[this.#areas.draw(random)] ?? metroAreas[0]),
			userAgent: userAgents[this.#agents.draw(random)] ?? userAgents[0],
		};
	}

	/** Whether a user only opens pages and never plays a song. */
	neverPlays(user: number): boolean {
		return user % 13 === 4;
	}

	level(user: number): Level {
		const paid = hash(this.#seed, 0x1e, user) % 100 < paidAtFirst;
		return paid === ((this.#state[user]! & switched) === 0) ? 'paid' : 'free';
	}

	/** Upgrades or downgrades. */
	switchLevel(user: number): void {
		this.#state[user]! ^= switched;
	}

	arrive(user: number): void {
		this.#state[user]! |= listening;
	}

	depart(user: number): void {
		this.#state[user]! &= ~listening;
	}

	/** Cancels the account: the user never comes back. */
	leaveForGood(user: number): void {
		this.#state[user]! |= gone;
	}
}
