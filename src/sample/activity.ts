import {Jukebox, type PlayedSong} from './jukebox.js';
import type {Level, Listeners} from './listeners.js';
import type {Page} from './pages.js';
import {Random} from './random.js';
import {nextPage, pause, type UserSession} from './session.js';
import {SessionQueue} from './session-queue.js';
import {sessions} from './sessions.js';
import type {World} from './world.js';

/** A user's action, before formatting. */
export type Activity = {
	/** ms since 1970. */
	readonly at: number;
	readonly sessionId: number;
	readonly item: number;
	readonly page: Page;
	readonly auth: 'Logged In' | 'Logged Out' | 'Cancelled';
	readonly level: Level;
	/** Number of the user; undefined while logged out. */
	readonly user: number | undefined;
	/** The song played, on the page NextSong. */
	readonly song: PlayedSong | undefined;
	/** The event is delivered twice. */
	readonly repeated: boolean;
};

/** One in this many plays happens at the same time as the previous play. */
const playsPerCoincidence = 120;
/** Maximum shift of such a play to an earlier time, ms. */
const coincidenceReach = 60_000;

/** Yields all actions in order of time. Keeps only the current sessions in memory. */
export function* activities(world: World): Generator<Activity> {
	const {listeners, curve} = world;
	const random = new Random(world.seed, 0xac);
	const jukebox = new Jukebox(world.catalog);
	const queue = new SessionQueue();
	const arrivals = sessions(world);
	let arrival = arrivals.next();
	let previous: Activity | undefined;
	let playsToCoincidence = playsPerCoincidence;

	for (;;) {
		while (!arrival.done && (queue.first === undefined || arrival.value.at <= queue.first.at)) {
			queue.push(arrival.value);
			arrival = arrivals.next();
		}
		const session = queue.first;
		if (session === undefined) return;

		const level = session.user === undefined ? 'free' : listeners.level(session.user);
		const page = nextPage(session, level, random);
		const song = page === 'NextSong' ? jukebox.play(random) : undefined;
		let at = session.at;
		if (song !== undefined) {
			playsToCoincidence -= 1;
			if (playsToCoincidence <= 0 && mayCoincide(previous, session)) {
				at = previous.at;
				playsToCoincidence = playsPerCoincidence;
			}
		}
		const activity: Activity = {
			at,
			sessionId: session.id,
			item: session.item,
			page,
			auth: authOf(session, page),
			level,
			user: session.loggedIn ? session.user : undefined,
			song,
			repeated: session.item === session.repeatedItem,
		};
		takeEffect(session, page, listeners);
		session.item += 1;
		session.left -= 1;
		if (session.left === 0) {
			queue.removeFirst();
			if (session.user !== undefined) listeners.depart(session.user);
		} else {
			// Compress sessions that would go beyond the last day, to keep the exact number of events.
			session.at = Math.min(session.at + pause(page, song?.seconds ?? 0, random) * 1000, curve.end - 1);
			queue.settleFirst();
		}
		previous = activity;
		yield activity;
	}
}

function mayCoincide(previous: Activity | undefined, session: UserSession): previous is Activity {
	return (
		previous?.song !== undefined &&
		previous.user !== session.user &&
		session.at - previous.at <= coincidenceReach &&
		new Date(previous.at).getUTCDate() === new Date(session.at).getUTCDate()
	);
}

function authOf(session: UserSession, page: Page): Activity['auth'] {
	if (!session.loggedIn) return 'Logged Out';
	return page === 'Cancellation Confirmation' ? 'Cancelled' : 'Logged In';
}

function takeEffect(session: UserSession, page: Page, listeners: Listeners): void {
	session.page = page;
	if (session.user === undefined) return;
	switch (page) {
		case 'Login':
			session.loggedIn = true;
			break;
		case 'Submit Upgrade':
		case 'Submit Downgrade':
			listeners.switchLevel(session.user);
			break;
		case 'Cancellation Confirmation':
			listeners.leaveForGood(session.user);
			break;
		default:
	}
}
