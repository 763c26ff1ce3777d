import test from 'ava';
import {activities} from '../../src/sample/activity.js';
import {createWorld} from '../../src/sample/world.js';

const world = createWorld({seed: 4, events: 60_000, songs: 2000, days: 28});
const all = [...activities(world)];
const plays = all.filter(({page}) => page === 'NextSong');
const countBy = <Key>(keys: readonly Key[]): ReadonlyMap<Key, number> => {
	const counts = new Map<Key, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
};

test('yields the exact number of events, with duplicates, in order of time', t => {
	t.is(
		all.findIndex(({at}, place) => place > 0 && at < all[place - 1]!.at),
		-1,
	);
	t.is(all.length + all.filter(({repeated}) => repeated).length, 60_000);
	t.true(all[0]!.at >= Date.UTC(2018, 10, 1));
	t.true(all.at(-1)!.at < Date.UTC(2018, 10, 29));
});

test('numbers the events of a session from 0, for one user', t => {
	const sessions = new Map<number, {next: number; user: number | undefined}>();
	const wrong = all.filter(({sessionId, item, user}) => {
		const session = sessions.get(sessionId) ?? {next: 0, user: undefined};
		sessions.set(sessionId, {next: item + 1, user: user ?? session.user});
		return (
			item !== session.next || (user !== undefined && session.user !== undefined && user !== session.user)
		);
	});
	t.deepEqual(wrong, []);
	t.true(sessions.size > 3000);
});

test('visits every page', t => {
	t.deepEqual([...new Set(all.map(({page}) => page))].sort(), [
		'About',
		'Cancel',
		'Cancellation Confirmation',
		'Downgrade',
		'Error',
		'Help',
		'Home',
		'Login',
		'Logout',
		'NextSong',
		'Save Settings',
		'Settings',
		'Submit Downgrade',
		'Submit Upgrade',
		'Upgrade',
	]);
	t.true(plays.length > 0.75 * all.length);
});

test('changes a level only by an upgrade or a downgrade', t => {
	const levels = new Map<number, string>();
	const changes = {upgrades: 0, downgrades: 0};
	const wrong = all.filter(({user, level, page}) => {
		if (user === undefined) return false;
		const before = levels.get(user) ?? level;
		if (page === 'Submit Upgrade') changes.upgrades += 1;
		if (page === 'Submit Downgrade') changes.downgrades += 1;
		levels.set(user, page === 'Submit Upgrade' ? 'paid' : page === 'Submit Downgrade' ? 'free' : level);
		return (
			level !== before ||
			(page === 'Submit Upgrade' && level === 'paid') ||
			(page === 'Submit Downgrade' && level === 'free')
		);
	});
	t.deepEqual(wrong, []);
	t.true(changes.upgrades > 20 && changes.downgrades > 5, JSON.stringify(changes));
});

test('shows no user again after a cancellation', t => {
	const left = new Set<number>();
	const wrong = all.filter(({user, page}) => {
		if (user === undefined) return false;
		const back = left.has(user);
		if (page === 'Cancellation Confirmation') left.add(user);
		return back;
	});
	t.deepEqual(wrong, []);
	t.true(left.size > 5);
});

test('includes users who never play', t => {
	const players = new Set(plays.map(({user}) => user));
	const idle = new Set(all.map(({user}) => user).filter(user => user !== undefined && !players.has(user)));
	t.true(idle.size > 20);
});

test('includes users who are far more active than most', t => {
	const counts = [...countBy(plays.map(({user}) => user)).values()].sort((one, other) => other - one);
	t.true(counts[0]! > 8 * counts[Math.floor(counts.length / 2)]!);
});

test('is busier in the afternoon than at night, on workdays than on Sundays, in the last week than in the first', t => {
	const hours = countBy(plays.map(({at}) => new Date(at).getUTCHours()));
	t.true(hours.get(17)! > 2 * hours.get(3)!);
	const weekdays = countBy(plays.map(({at}) => new Date(at).getUTCDay()));
	t.true(weekdays.get(3)! > 2 * weekdays.get(0)!);
	const weeks = countBy(plays.map(({at}) => Math.floor((at - Date.UTC(2018, 10, 1)) / 604_800_000)));
	t.true(weeks.get(3)! > weeks.get(0)!);
});

test('adds new users throughout the month', t => {
	const first = new Map<number, number>();
	for (const {user, at} of all) if (user !== undefined && !first.has(user)) first.set(user, at);
	const weeks = countBy(
		[...first.values()].map(at => Math.floor((at - Date.UTC(2018, 10, 1)) / 604_800_000)),
	);
	for (const week of [0, 1, 2, 3]) t.true(weeks.get(week)! > 40, `week ${week}`);
});
