import {Jukebox, type PlayedSong} from './jukebox.js';
import type {GenerateOptions} from './options.js';
import {Random} from './random.js';
import {type Level, type User, Users} from './users.js';

/** What a user does, before formatting. */
export type Activity = {
	/** ms since 1970. */
	at: number;
	readonly sessionId: number;
	readonly item: number;
	readonly page: Page;
	readonly level: Level;
	/** undefined while logged out. */
	readonly user: User | undefined;
	/** The song played, on the page NextSong. */
	readonly song: PlayedSong | undefined;
	/** The event is delivered twice. */
	repeated: boolean;
};

/** The pages of the application, and how a request for each looks in the log. */
export const pages = {
	Home: {method: 'GET', status: 200},
	NextSong: {method: 'PUT', status: 200},
	'Add to Playlist': {method: 'PUT', status: 200},
	'Roll Advert': {method: 'GET', status: 200},
	Login: {method: 'PUT', status: 307},
	Logout: {method: 'PUT', status: 307},
	About: {method: 'GET', status: 200},
	Help: {method: 'GET', status: 200},
	Settings: {method: 'GET', status: 200},
	'Save Settings': {method: 'PUT', status: 307},
	Upgrade: {method: 'GET', status: 200},
	'Submit Upgrade': {method: 'PUT', status: 307},
	Downgrade: {method: 'GET', status: 200},
	'Submit Downgrade': {method: 'PUT', status: 307},
	Cancel: {method: 'PUT', status: 307},
	'Cancellation Confirmation': {method: 'GET', status: 200},
	Error: {method: 'GET', status: 404},
} as const;

export type Page = keyof typeof pages;

/** One visit to the application, from the first page to the last. */
type Session = {
	readonly id: number;
	/** undefined for a visitor who never logs in. */
	readonly user: User | undefined;
	loggedIn: boolean;
	/** The previous page. */
	page: Page | undefined;
	/** Time of the next event, ms since 1970. */
	at: number;
	/** Number of the next event within the session, from 0. */
	item: number;
	/** Remaining events, including the next one. */
	left: number;
};

/** The first day of the data: 2018-11-01, 00:00 UTC, a Thursday. */
export const firstDay: number = Date.UTC(2018, 10, 1);
export const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Activity by hour of the day, UTC: most users are in North American offices. */
const workdayHours = [
	155, 150, 118, 108, 130, 158, 180, 182, 206, 262, 306, 332, 318, 340, 428, 482, 540, 502, 494, 380, 352,
	282, 222, 196,
];
const weekendHours = [
	190, 196, 170, 130, 104, 92, 90, 104, 130, 168, 214, 260, 290, 300, 312, 318, 330, 342, 360, 366, 350, 320,
	276, 232,
];
/** Activity by weekday, Sunday first. */
const weekdays = [0.44, 1, 1.04, 1.3, 1.06, 1.26, 0.62];

/** Deciles of the number of events in a session: most are short, some last all day. */
const sessionLengths: Readonly<Record<Level, readonly number[]>> = {
	free: [1, 1, 1, 2, 2, 3, 4, 5, 8, 13, 40],
	paid: [1, 1, 2, 4, 6, 9, 14, 20, 30, 52, 140],
};

/** One in this many actions is delivered twice. */
const actionsPerRepeat = 450;
/** One in this many plays happens at the same time as the previous play, if that is at most a minute ago. */
const playsPerCoincidence = 120;

/**
Yields all actions in order of time. Goes through the days minute by minute: starts sessions until enough events are
planned for that minute, and continues those under way. Keeps only these in memory.
*/
export function* activities({
	seed,
	events,
	songs,
	days,
}: Omit<GenerateOptions, 'directory'>): Generator<Activity> {
	const random = new Random(seed, 0xac);
	const end = firstDay + days * dayMs;
	const users = new Users(seed, events, firstDay, end);
	const jukebox = new Jukebox(seed, songs);
	let repeats = Math.floor(events / (actionsPerRepeat + 1));
	const total = events - repeats;
	let totalWeight = 0;
	for (let hour = 0; hour < days * 24; hour += 1) totalWeight += weight(hour, days);

	let sessions: Session[] = [];
	let lastSession = 0;
	let [due, planned, actions, playsToCoincidence] = [0, 0, 0, playsPerCoincidence];
	let previous: Activity | undefined;
	for (let minute = 0; minute < days * 1440; minute += 1) {
		const from = firstDay + minute * minuteMs;
		due += (total * weight(Math.floor(minute / 60), days)) / totalWeight / 60;
		if (minute === days * 1440 - 1) due = total;
		while (planned < due) {
			lastSession += 1;
			const session = startSession(users, random, lastSession, from + random.below(minuteMs));
			// Sessions should end before the data: four minutes per event.
			session.left = Math.min(session.left, total - planned, Math.ceil((end - session.at) / 240_000));
			planned += session.left;
			sessions.push(session);
		}

		const batch: Activity[] = [];
		for (const session of sessions)
			while (session.left > 0 && session.at < from + minuteMs)
				batch.push(act(session, users, jukebox, random, end));
		sessions = sessions.filter(({left}) => left > 0);

		for (const activity of batch.sort((one, other) => one.at - other.at)) {
			actions += 1;
			if (actions % actionsPerRepeat === 0 && repeats > 0) {
				repeats -= 1;
				activity.repeated = true;
			}
			if (activity.song !== undefined) {
				playsToCoincidence -= 1;
				if (playsToCoincidence <= 0 && previous !== undefined && mayCoincide(previous, activity)) {
					playsToCoincidence = playsPerCoincidence;
					activity.at = previous.at;
				}
			}
			previous = activity;
			yield activity;
		}
	}
}

/** Relative activity in an hour, counted from the first day. Grows slowly. */
function weight(hour: number, days: number): number {
	const day = Math.floor(hour / 24);
	const weekday = (4 + day) % 7;
	const hours = weekday === 0 || weekday === 6 ? weekendHours : workdayHours;
	return hours[hour % 24]! * weekdays[weekday]! * (0.8 + (0.4 * day) / days);
}

function mayCoincide(previous: Activity, activity: Activity): boolean {
	return (
		previous.song !== undefined &&
		previous.user !== activity.user &&
		activity.at - previous.at <= minuteMs &&
		Math.floor(previous.at / dayMs) === Math.floor(activity.at / dayMs)
	);
}

function startSession(users: Users, random: Random, id: number, at: number): Session {
	const user = random.chance(0.09) ? undefined : users.enter(random, at);
	const loggedIn = user !== undefined && !random.chance(0.1);
	let left = 1 + random.below(2);
	if (user?.plays) {
		const position = random.unit() * 10;
		const decile = Math.floor(position);
		const [low, high] = sessionLengths[user.level].slice(decile) as [number, number];
		left = Math.floor(low + (high - low + 1) * (position - decile)) + (loggedIn ? 0 : 2);
	}
	return {id, user, loggedIn, page: undefined, at, item: 0, left};
}

/** Performs the session's next action. */
function act(session: Session, users: Users, jukebox: Jukebox, random: Random, end: number): Activity {
	const {user} = session;
	const page = nextPage(session, random);
	const song = page === 'NextSong' ? jukebox.play(random) : undefined;
	const activity: Activity = {
		at: session.at,
		sessionId: session.id,
		item: session.item,
		page,
		level: user?.level ?? 'free',
		user: session.loggedIn ? user : undefined,
		song,
		repeated: false,
	};
	session.page = page;
	session.item += 1;
	session.left -= 1;
	// Sessions that would last beyond the last day are compressed, to keep the exact number of events.
	session.at = Math.min(session.at + pause(song, random) * 1000, end - 1);
	if (page === 'Login') session.loggedIn = true;
	if (user !== undefined) {
		if (page === 'Submit Upgrade' || page === 'Submit Downgrade') users.switchLevel(user);
		if (page === 'Cancellation Confirmation') users.cancel(user);
		if (session.left === 0) users.leave(user);
	}
	return activity;
}

/** Seconds until the next event: some songs are skipped, and after some the user is called away. */
function pause(song: PlayedSong | undefined, random: Random): number {
	if (song === undefined) return 1 + random.below(60);
	const choice = random.unit();
	if (choice < 0.06) return 1 + random.below(song.seconds);
	return choice < 0.1 ? song.seconds + random.below(600) : song.seconds;
}

/** Chooses the next page. Adverts lead free users to upgrade, above all those who add songs to playlists. */
function nextPage({user, loggedIn, page, item, left}: Session, random: Random): Page {
	if (user === undefined) return random.pick(['Home', 'Home', 'Home', 'Home', 'About', 'Help'] as const);
	if (!loggedIn) return item === 0 ? 'Home' : 'Login';
	if (left === 1 && random.chance(0.13)) return 'Logout';
	if (left === 2 && random.chance(0.01)) return 'Cancel';
	if (page === 'Cancel') return 'Cancellation Confirmation';
	if (!user.plays || page === 'Login' || (page === undefined && random.chance(0.55))) return 'Home';

	const choice = random.unit();
	if (page === 'NextSong' && choice < (user.collects ? 0.08 : 0.01)) return 'Add to Playlist';
	if (page === 'NextSong' && user.level === 'free' && choice > 0.9) return 'Roll Advert';
	if (page === 'Roll Advert' && choice < 0.3) return 'Upgrade';
	if (page === 'Upgrade' && choice < (user.collects ? 0.7 : 0.12)) return 'Submit Upgrade';
	if (page === 'Downgrade' && choice < 0.06) return 'Submit Downgrade';
	if (page === 'Settings' && choice < 0.2) return 'Save Settings';
	return anyPage(user.level, random);
}

function anyPage(level: Level, random: Random): Page {
	const choice = random.unit();
	if (choice < 0.95) return 'NextSong';
	if (choice < 0.975) return 'Home';
	if (choice < 0.98) return 'Settings';
	if (choice < 0.985) return 'Help';
	if (choice < 0.988) return 'About';
	if (choice < 0.99) return 'Error';
	return level === 'paid' ? 'Downgrade' : 'Home';
}
