import {Random} from './random.js';
import {sessionLength, type UserSession} from './session.js';
import type {World} from './world.js';

/** One in this many events is delivered twice. */
const eventsPerRepeat = 450;
/** Time per event when a session must fit before the end of the data, ms. */
const usualPause = 240_000;

/**
Yields sessions in the order of their start. Their lengths are drawn first and add up to the number of events: a session
starts when the load curve reaches the events of all earlier sessions.
*/
export function* sessions({seed, events, curve, listeners}: World): Generator<UserSession, void> {
	const random = new Random(seed, 0x5e);
	let planned = 0;
	let at = curve.momentOf(0);
	for (let id = 1; planned < events; id += 1) {
		// A visitor who never logs in, or all users are already listening.
		const user = random.chance(0.09) ? undefined : listeners.draw(random, at);
		const neverPlays = user !== undefined && listeners.neverPlays(user);
		const loggedIn = user !== undefined && !random.chance(0.1);
		const wanted =
			user === undefined || neverPlays
				? 1 + random.below(2)
				: sessionLength(random, listeners.level(user)) + (loggedIn ? 0 : 2);

		const left = events - planned;
		// The curve may be ahead where sessions were cut short. Time must not run backwards.
		at = Math.max(at, curve.momentOf((planned + random.unit() * Math.min(wanted, left)) / events));
		const fitting = Math.max(1, Math.floor((curve.end - at) / usualPause));
		const length = Math.min(wanted, left, fitting);
		const repeats =
			length < left &&
			Math.floor(planned / eventsPerRepeat) < Math.floor((planned + length) / eventsPerRepeat);
		planned += length + (repeats ? 1 : 0);
		if (user !== undefined) listeners.arrive(user);
		yield {
			id,
			user,
			neverPlays,
			repeatedItem: repeats ? random.below(length) : -1,
			at,
			item: 0,
			left: length,
			loggedIn,
			page: undefined,
		};
	}
}
