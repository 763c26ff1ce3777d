import type {Level} from './listeners.js';
import type {Page} from './pages.js';
import type {Random} from './random.js';

/** One visit to the application, from the first page to the last. */
export type UserSession = {
	readonly id: number;
	/** Number of the user; undefined for a visitor who never logs in. */
	readonly user: number | undefined;
	readonly neverPlays: boolean;
	/** Index of the event to deliver twice; -1 for none. */
	readonly repeatedItem: number;
	/** Time of the next event, ms since 1970. */
	at: number;
	/** Number of the next event within the session, from 0. */
	item: number;
	/** Remaining events, including the next one. */
	left: number;
	loggedIn: boolean;
	/** The previous page. */
	page: Page | undefined;
};

/** Deciles of the number of events in a session: most are short, some last all day. */
const lengths: Readonly<Record<Level, readonly number[]>> = {
	free: [1, 1, 1, 2, 2, 3, 4, 5, 8, 13, 40],
	paid: [1, 1, 2, 4, 6, 9, 14, 20, 30, 52, 140],
};

/** Draws the number of events in a session of such a user. */
export function sessionLength(random: Random, level: Level): number {
	const position = random.unit() * 10;
	const decile = Math.floor(position);
	const [low, high] = [lengths[level][decile]!, lengths[level][decile + 1]!];
	return Math.floor(low + (high - low + 1) * (position - decile));
}

/** Chooses the next page. */
export function nextPage(session: UserSession, level: Level, random: Random): Page {
	if (session.user === undefined) return visitorPage(random);
	if (!session.loggedIn) return session.item === 0 ? 'Home' : 'Login';
	switch (session.page) {
		case undefined:
			return session.neverPlays || random.chance(0.55) ? 'Home' : 'NextSong';
		case 'Login':
			return 'Home';
		case 'Upgrade':
			if (random.chance(0.3)) return 'Submit Upgrade';
			break;
		case 'Downgrade':
			if (random.chance(0.08)) return 'Submit Downgrade';
			break;
		case 'Settings':
			if (random.chance(0.2)) return 'Save Settings';
			break;
		case 'Cancel':
			return 'Cancellation Confirmation';
		default:
	}
	if (session.neverPlays) return 'Home';
	if (session.left === 1 && random.chance(0.13)) return 'Logout';
	if (session.left === 2 && random.chance(0.01)) return 'Cancel';
	return anyPage(level, random);
}

function visitorPage(random: Random): Page {
	const choice = random.unit();
	if (choice < 0.8) return 'Home';
	return choice < 0.9 ? 'About' : 'Help';
}

function anyPage(level: Level, random: Random): Page {
	const choice = random.unit();
	if (choice < 0.915) return 'NextSong';
	if (choice < 0.96) return 'Home';
	if (choice < 0.968) return 'Settings';
	if (choice < 0.974) return 'Help';
	if (choice < 0.978) return 'About';
	if (choice < 0.98) return 'Error';
	if (level === 'free') return 'Upgrade';
	return choice < 0.99 ? 'Downgrade' : 'NextSong';
}

/** Seconds until the next event. */
export function pause(page: Page, songSeconds: number, random: Random): number {
	if (page !== 'NextSong') return 1 + random.below(60);
	const choice = random.unit();
	if (choice < 0.06) return 1 + random.below(songSeconds); // skipped
	if (choice < 0.1) return songSeconds + random.below(600); // called away
	return songSeconds;
}
