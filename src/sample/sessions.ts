import {Random} from './random.js';
import {type Session, sessionLength} from './session.js';
import type {World} from './world.js';

/** One in so many events is delivered twice. */
const eventsPerRepeat = 450;
/** Time to allow for each event where a session must end before the data does, ms. */
const usualPause = 240_000;

/**
Sessions in the order in which they start. Their lengths are drawn beforehand and add up to the number of events:
a session starts when the load curve has come as far as the events of the sessions before it.
*/
export function* sessions({seed, events, curve, listeners}: World): Generator<Session, void> {
	const random = new Random(seed, 0x5e);
	let planned = 0;
	let at = curve.momentOf(0);
	for (let id = 1; planned < events; id += 1) {
		// A visitor who never logs in, or an hour when every user is listening already.
		const user = random.chance(0.09) ? undefined : listeners.draw(random, at);
		const neverPlays = user !== undefined && listeners.neverPlays(user);
		const loggedIn = user !== undefined && !random.chance(0.1);
		const wanted =
			user === undefined || neverPlays
				? 1 + random.below(2)
				: sessionLength(random, listeners.level(user)) + (loggedIn ? 0 : 2);

		const left = events - planned;
		// Where sessions are cut short the curve may have been ahead already: time never runs backwards.
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
