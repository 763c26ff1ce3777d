import {type Activity, pages} from './activity.js';
import type {User} from './users.js';

const anonymous: Omit<User, 'number' | 'level' | 'plays' | 'collects'> = {
	firstName: 'null',
	lastName: 'null',
	gender: 'null',
	location: 'null',
	userAgent: 'null',
	registration: 'null',
};

/** Formats events as in the application's logs: compact, keys in alphabetical order, `/` as `\/`. */
export class EventText {
	readonly #textInNumbers: boolean;
	#count = 0;

	/** @param textInNumbers whether some numbers are written as text */
	constructor(textInNumbers: boolean) {
		this.#textInNumbers = textInNumbers;
	}

	/** One line, without its end. */
	write({at, sessionId, item, page, level, user, song}: Activity): string {
		this.#count += 1;
		const {method, status} = pages[page];
		const {firstName, lastName, gender, location, userAgent, registration} = user ?? anonymous;
		// A missing key means the same as null.
		const missing = song === undefined && this.#count % 61 === 0;
		const artist = missing ? '' : `"artist":${song?.artist ?? 'null'},`;
		const length = missing ? '' : `"length":${this.#number(song?.length ?? 'null', 197, 60)},`;
		const title = missing ? '' : `"song":${song?.song ?? 'null'},`;
		const auth =
			user === undefined ? 'Logged Out' : page === 'Cancellation Confirmation' ? 'Cancelled' : 'Logged In';
		// Keys that match no column.
		const extra =
			this.#count % 149 === 33
				? ',"appVersion":"2.4.1","device":{"type":"desktop","screens":[1920,1080]}'
				: '';
		return `{${artist}"auth":"${auth}","firstName":${firstName},"gender":${gender},"itemInSession":${this.#number(item, 401, 150)},"lastName":${lastName},${length}"level":"${level}","location":${location},"method":"${method}","page":"${page}","registration":${this.#registration(registration)},"sessionId":${this.#number(sessionId, 307, 101)},${title}"status":${this.#number(status, 211, 40)},"ts":${this.#number(at, 503, 170)},"userAgent":${userAgent},"userId":${this.#userId(user)}${extra}}`;
	}

	/** A number, or in one of `period` events the same number as text. */
	#number(value: number | string, period: number, phase: number): number | string {
		if (this.#count % period !== phase || !this.#textInNumbers || value === 'null') return value;
		return `"${value}"`;
	}

	/** `1540919166796.0`, in some events `1.540919166796E12`. */
	#registration(digits: string): string {
		if (digits === 'null') return digits;
		if (this.#count % 23 !== 5) return `${digits}.0`;
		return `${digits.charAt(0)}.${digits.slice(1)}E${digits.length - 1}`;
	}

	/** Text, occasionally a number, and "" while logged out. */
	#userId(user: User | undefined): string {
		if (user === undefined) return '""';
		return this.#count % 173 === 90 ? String(user.number + 1) : `"${user.number + 1}"`;
	}
}
