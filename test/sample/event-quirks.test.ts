import test from 'ava';
import {freshPath, generateAll, type Json, type Line, readLines} from './read-data.js';

let lines: readonly Line[];

test.before(async () => {
	const directory = freshPath();
	await generateAll({directory, events: 8000, songs: 400, days: 30, seed: 11});
	lines = readLines(directory);
});

const having = (holds: (event: Json, text: string) => boolean) =>
	lines.filter(({event, text}) => holds(event, text));
const plays = () => having(event => event.page === 'NextSong');

/** The texts of the lines that do not hold; the first few are enough to see why. */
const failing = (among: readonly Line[], holds: (event: Json, text: string) => boolean) =>
	among
		.filter(({event, text}) => !holds(event, text))
		.slice(0, 3)
		.map(({text}) => text);

test('every value fits its column', t => {
	const limits = {itemInSession: 2 ** 31, sessionId: 2 ** 31, status: 1000, ts: 2e12, registration: 2e12};
	for (const [key, limit] of Object.entries(limits))
		t.deepEqual(
			failing(lines, event => {
				const number = Number(event[key] ?? 0);
				return Number.isInteger(number) && number >= 0 && number < limit;
			}),
			[],
			key,
		);
	t.deepEqual(
		failing(lines, event => Number(event.length ?? 1) > 0),
		[],
	);
	t.deepEqual(
		failing(lines, event =>
			Object.values(event).every(
				value =>
					typeof value !== 'boolean' && (typeof value !== 'string' || Buffer.byteLength(value) <= 2048),
			),
		),
		[],
	);
});

test('keys are in the order of the real logs', t => {
	t.deepEqual(Object.keys(plays()[0]!.event), [
		'artist',
		'auth',
		'firstName',
		'gender',
		'itemInSession',
		'lastName',
		'length',
		'level',
		'location',
		'method',
		'page',
		'registration',
		'sessionId',
		'song',
		'status',
		'ts',
		'userAgent',
		'userId',
	]);
});

test('logged out: userId is empty, and nothing is known of the user', t => {
	const loggedOut = having(event => event.auth === 'Logged Out');
	t.true(loggedOut.length > 50);
	t.is(having(event => event.userId === '').length, loggedOut.length);
	const unknown = ['firstName', 'lastName', 'gender', 'location', 'registration', 'userAgent'];
	t.deepEqual(
		failing(loggedOut, event => event.userId === '' && unknown.every(key => event[key] === null)),
		[],
	);
});

test('userId is text, now and then a number', t => {
	const numbers = having(event => typeof event.userId === 'number').length;
	t.true(numbers > 10 && numbers < 200);
	t.deepEqual(
		failing(lines, event => /^\d*$/.test(String(event.userId))),
		[],
	);
});

test('ts is in milliseconds since 1970 and uses them', t => {
	t.deepEqual(
		failing(lines, event => new Date(Number(event.ts)).toISOString().startsWith('2018-11-')),
		[],
	);
	t.true(having(event => Number(event.ts) % 1000 !== 0).length > 7000);
});

test('registration: mostly 1540919166796.0, sometimes 1.540919166796E12, one value for a user', t => {
	const plain = having((_, text) => /"registration":1\d{12}\.0,/.test(text)).length;
	const exponent = having((_, text) => /"registration":1\.\d{12}E12,/.test(text)).length;
	t.true(exponent > 50 && plain > 10 * exponent);
	const registrations = new Map<string, unknown>();
	t.deepEqual(
		failing(
			having(event => event.userId !== ''),
			event => {
				const user = String(event.userId);
				const before = registrations.get(user) ?? event.registration;
				registrations.set(user, event.registration);
				return event.registration === before && Number(event.registration) <= Number(event.ts);
			},
		),
		[],
	);
});

test('length, artist and song: there for a play, null or missing otherwise', t => {
	const keys = ['length', 'artist', 'song'];
	t.deepEqual(
		failing(plays(), event => keys.every(key => event[key] !== undefined && event[key] !== null)),
		[],
	);
	const others = having(event => event.page !== 'NextSong');
	t.deepEqual(
		failing(others, event => keys.every(key => (event[key] ?? null) === null)),
		[],
	);
	t.true(others.some(({event}) => keys.every(key => !(key in event))));
	t.true(others.some(({event}) => keys.every(key => event[key] === null)));
});

test('user agents: some wrapped in quotes that belong to them, one for each user', t => {
	t.true(having(event => /^"Mozilla.*"$/.test(String(event.userAgent))).length > 1000);
	t.true(having(event => /^Mozilla[^"]*$/.test(String(event.userAgent))).length > 300);
	const users = new Map<string, string>();
	t.deepEqual(
		failing(
			having(event => event.userId !== ''),
			({userId, userAgent, location, firstName, lastName, gender}) => {
				const traits = JSON.stringify([userAgent, location, firstName, lastName, gender]);
				const before = users.get(String(userId)) ?? traits;
				users.set(String(userId), traits);
				return traits === before;
			},
		),
		[],
	);
});

test('escapes in the text: slash, quote, letters beyond ASCII, backslash', t => {
	t.deepEqual(
		failing(lines, (_, text) => !/[^\\]\//.test(text)),
		[],
	);
	t.true(plays().some(({text}) => /"song":"[^"]*\\"/.test(text)));
	t.true(plays().some(({text}) => /"(artist|song)":"[^"]*\\u00[0-9a-f]{2}/.test(text)));
	t.true(plays().some(({text}) => /"artist":"[^"]*\\\\[A-Z]/.test(text)));
});

const scripts = {
	accents: /[à-ÿ]/,
	'characters beyond Latin': /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/,
	emoji: /\p{Extended_Pictographic}/u,
};
for (const [name, pattern] of Object.entries(scripts))
	for (const key of ['artist', 'song'])
		test(`${key}: ${name}, as they are and escaped`, t => {
			const found = plays().filter(({event}) => pattern.test(String(event[key])));
			t.true(found.some(({text}) => pattern.test(text)));
			t.true(found.some(({text}) => /\\u[0-9a-f]{4}/.test(text)));
		});

test('more than 100 characters in artist, song and location, and accents in locations', t => {
	for (const key of ['artist', 'song', 'location'])
		t.true(having(event => String(event[key]).length > 100).length > 0, key);
	t.true(having(event => /[ñáüé]/.test(String(event.location))).length > 0);
});

test('artists and titles of digits come as JSON numbers, and as text', t => {
	t.true(plays().some(({event}) => typeof event.artist === 'number'));
	t.true(plays().some(({event}) => typeof event.song === 'number'));
	t.true(plays().some(({event}) => typeof event.song === 'string' && /^\d+ *$/.test(event.song)));
});

for (const key of ['status', 'sessionId', 'itemInSession', 'ts', 'length'])
	test(`${key} comes as text here and there`, t => {
		const texts = having(event => typeof event[key] === 'string').length;
		t.true(texts > 0 && texts < 100);
	});

test('extra keys here and there, one of them an object', t => {
	const extra = having(event => 'appVersion' in event && typeof event.device === 'object');
	t.true(extra.length > 20 && extra.length < 200);
});

test('an event is delivered twice now and then, also in the file of the day after', t => {
	const first = new Map<string, Line>();
	const again: [Line, Line][] = [];
	for (const line of lines) {
		const {sessionId, itemInSession, ts, userId} = line.event;
		const key = [sessionId, itemInSession, ts, userId].map(String).join();
		const before = first.get(key);
		if (before === undefined) first.set(key, line);
		else again.push([before, line]);
	}
	t.true(again.length > 10 && again.length < 40);
	for (const [before, line] of again) t.is(line.text, before.text);
	t.true(again.some(([before, line]) => before.file === line.file));
	t.true(again.some(([before, line]) => before.file !== line.file));
	t.true(again.some(([before]) => before.event.page === 'NextSong'));
});

test('several users play at the very same millisecond', t => {
	const users = new Map<unknown, Set<string>>();
	for (const {event} of plays()) {
		const at = Number(event.ts);
		users.set(at, (users.get(at) ?? new Set()).add(String(event.userId)));
	}
	const shared = [...users.values()].filter(({size}) => size > 1).length;
	t.true(shared > 10 && shared < 100);
});

test('files are in order of time, and hold their day and late deliveries of days before', t => {
	const previous = {file: '', ts: 0};
	const wrong = lines.filter(({file, event}) => {
		const ts = Number(event.ts);
		const inOrder = file !== previous.file || ts >= previous.ts;
		Object.assign(previous, {file, ts});
		return !inOrder || new Date(ts).toISOString().slice(0, 10) > file.slice(-22, -12);
	});
	t.deepEqual(wrong, []);
});
