import type {Activity} from './activity.js';
import type {Listeners} from './listeners.js';
import {type Page, pages} from './pages.js';
import {UserTexts} from './user-text.js';

/** Formats events as in the application's logs: compact, keys in alphabetical order, `/` as `\/`. */
export class EventText {
	readonly #users: UserTexts;
	readonly #textInNumbers: boolean;
	#count = 0;

	/** @param textInNumbers whether some numbers are written as text */
	constructor(listeners: Listeners, textInNumbers: boolean) {
		this.#users = new UserTexts(listeners);
		this.#textInNumbers = textInNumbers;
	}

	/** One line, without its end. */
	write(activity: Activity): string {
		this.#count += 1;
		const {song, page} = activity;
		const user = this.#users.of(activity.user);
		// A missing key means the same as null.
		const missing = song === undefined && this.#count % 61 === 0;
		const artist = missing ? '' : `"artist":${song?.artist ?? 'null'},`;
		const length = missing ? '' : `"length":${this.#number(song?.length ?? 'null', 197, 60)},`;
		const title = missing ? '' : `"song":${song?.song ?? 'null'},`;
		return `{${artist}"auth":"${activity.auth}",${user.name}${this.#number(activity.item, 401, 150)},${user.lastName}${length}"level":"${activity.level}",${user.location}${requests[page]}${registration(user.registration, activity.sessionId)},"sessionId":${this.#number(activity.sessionId, 307, 101)},${title}"status":${this.#number(pages[page].status, 211, 40)},"ts":${this.#number(activity.at, 503, 170)},${user.userAgent}${this.#userId(activity.user)}${this.#extra()}}`;
	}

	/** A number, or in one of `period` events the same number as text. */
	#number(value: number | string, period: number, phase: number): number | string {
		if (this.#count % period !== phase || !this.#textInNumbers || value === 'null') return value;
		return `"${value}"`;
	}

	/** Text, occasionally a number, and "" while logged out. */
	#userId(user: number | undefined): string {
		if (user === undefined) return '""';
		return this.#count % 173 === 90 ? String(user + 1) : `"${user + 1}"`;
	}

	/** Keys that match no column. */
	#extra(): string {
		return this.#count % 149 === 33
			? ',"appVersion":"2.4.1","device":{"type":"desktop","screens":[1920,1080]}'
			: '';
	}
}

/** From `method` to the value of `registration`, for each page. */
const requests = Object.fromEntries(
	Object.entries(pages).map(([page, {method}]) => [
		page,
		`"method":"${method}","page":"${page}","registration":`,
	]),
) as Record<Page, string>;

/** `1540919166796.0`, in some sessions `1.540919166796E12`. */
function registration(digits: string | undefined, sessionId: number): string {
	if (digits === undefined) return 'null';
	if (sessionId % 23 !== 5) return `${digits}.0`;
	return `${digits.charAt(0)}.${digits.slice(1)}E${digits.length - 1}`;
}
