import {type Charset, logString} from './json-text.js';
import type {Listeners} from './listeners.js';

/** The parts of an event that its user determines, ready to be written. */
export type UserText = {
	/** From `firstName` to the value of `itemInSession`. */
	readonly name: string;
	readonly lastName: string;
	readonly location: string;
	/** ms since 1970, in digits; undefined while logged out. */
	readonly registration: string | undefined;
	/** From `userAgent` to the value of `userId`. */
	readonly userAgent: string;
};

/** Number of users whose text is cached. */
const kept = 32_768;

const loggedOut = userText('null', 'null', 'null', 'null', 'null', undefined);

/** Looks up users and caches the latest ones. */
export class UserTexts {
	readonly #listeners: Listeners;
	readonly #ready: ({readonly user: number; readonly text: UserText} | undefined)[] = [];
	readonly #strings: Record<Charset, Map<string, string>> = {unicode: new Map(), ascii: new Map()};

	constructor(listeners: Listeners) {
		this.#listeners = listeners;
	}

	/** @param user the user's number; undefined while logged out */
	of(user: number | undefined): UserText {
		if (user === undefined) return loggedOut;
		const ready = this.#ready[user % kept];
		if (ready?.user === user) return ready.text;
		const text = this.#make(user);
		this.#ready[user % kept] = {user, text};
		return text;
	}

	#make(user: number): UserText {
		const {firstName, lastName, gender, location, userAgent} = this.#listeners.profile(user);
		const charset: Charset = user % 2 === 0 ? 'unicode' : 'ascii';
		return userText(
			this.#string(firstName, charset),
			`"${gender}"`,
			this.#string(lastName, charset),
			this.#string(location, charset),
			this.#string(userAgent, charset),
			String(this.#listeners.registration(user)),
		);
	}

	/** Names, places and browsers are few: each is put into JSON once, and users share it. */
	#string(value: string, charset: Charset): string {
		const known = this.#strings[charset].get(value);
		if (known !== undefined) return known;
		const text = logString(value, charset);
		this.#strings[charset].set(value, text);
		return text;
	}
}

/** Each value is JSON. */
function userText(
	firstName: string,
	gender: string,
	lastName: string,
	location: string,
	userAgent: string,
	registration: string | undefined,
): UserText {
	return {
		name: `"firstName":${firstName},"gender":${gender},"itemInSession":`,
		lastName: `"lastName":${lastName},`,
		location: `"location":${location},`,
		registration,
		userAgent: `"userAgent":${userAgent},"userId":`,
	};
}
