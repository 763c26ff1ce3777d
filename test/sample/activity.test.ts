import {setImmediate} from 'node:timers';
import test from 'ava';
import {activities} from '../../src/sample/activity.js';
import {identifier} from '../../src/sample/catalog.js';
import {Popularity, Random} from '../../src/sample/random.js';
import {freshPath, generateAll} from './read-data.js';

const all = [...activities({seed: 4, events: 60_000, songs: 2000, days: 28})].map(activity => ({
	...activity,
	user: activity.user?.number,
}));
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
		'Add to Playlist',
		'Cancel',
		'Cancellation Confirmation',
		'Downgrade',
		'Error',
		'Help',
		'Home',
		'Login',
		'Logout',
		'NextSong',
		'Roll Advert',
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

test('upgrades free users after adverts, more often those who add songs to playlists', t => {
	const users = new Map<number, {adverts: number; adds: number; upgraded: boolean}>();
	for (const {user, level, page} of all) {
		if (user === undefined) continue;
		if (!users.has(user) && level === 'paid') continue;
		const history = users.get(user) ?? {adverts: 0, adds: 0, upgraded: false};
		users.set(user, history);
		if (page === 'Submit Upgrade') history.upgraded = true;
		if (history.upgraded) continue;
		if (page === 'Roll Advert') history.adverts += 1;
		if (page === 'Add to Playlist') history.adds += 1;
	}
	const share = (holds: (history: {adverts: number; adds: number}) => boolean) => {
		const group = [...users.values()].filter(holds);
		return group.filter(({upgraded}) => upgraded).length / group.length;
	};
	t.is(
		share(({adverts}) => adverts === 0),
		0,
	);
	t.true(share(({adverts}) => adverts >= 5) > share(({adverts}) => adverts < 5));
	t.true(share(({adds}) => adds > 0) > 1.5 * share(({adds}) => adds === 0));
});

test('loses users from week to week after their first play', t => {
	const weeks = new Map<number, Set<number>>();
	for (const {user, at} of plays)
		weeks.set(
			user!,
			(weeks.get(user!) ?? new Set()).add(Math.floor((at - Date.UTC(2018, 10, 1)) / 604_800_000)),
		);
	const firstWeek = [...weeks.values()].filter(active => active.has(0));
	const active = [0, 1, 2, 3].map(week => firstWeek.filter(found => found.has(week)).length);
	for (const week of [1, 2, 3]) t.true(active[week]! < 0.9 * active[week - 1]!, active.join());
	t.true(active[3]! > 0.1 * active[0]!);
});

test('includes sessions that cross midnight', t => {
	const days = new Map<number, Set<number>>();
	for (const {sessionId, at} of all)
		days.set(sessionId, (days.get(sessionId) ?? new Set()).add(Math.floor(at / 86_400_000)));
	t.true([...days.values()].filter(({size}) => size > 1).length > 20);
});

test('random: returns the same sequence for the same seed', t => {
	const sequence = (seed: number) => {
		const random = new Random(seed, 1);
		return Array.from({length: 100}, () => random.unit());
	};
	t.deepEqual(sequence(7), sequence(7));
	t.notDeepEqual(sequence(7), sequence(8));
});

test('random: distributes numbers evenly', t => {
	const random = new Random(1, 1);
	const counts = new Array<number>(10).fill(0);
	for (let draw = 0; draw < 100_000; draw += 1) counts[random.below(10)]! += 1;
	for (const count of counts) t.true(Math.abs(count - 10_000) < 500, String(counts));
});

test('random: draws half the rank about twice as often', t => {
	const random = new Random(1, 1);
	const popularity = new Popularity(1000, 4);
	const counts = new Array<number>(1000).fill(0);
	for (let draw = 0; draw < 200_000; draw += 1) counts[popularity.draw(random)]! += 1;
	// Rank r has the weight 1 / (r + 4): rank 0 five times that of rank 16.
	t.true(Math.abs(counts[0]! / counts[16]! - 5) < 0.5, `${counts[0]} ${counts[16]}`);
	t.true(Math.abs(counts[4]! / counts[12]! - 2) < 0.3, `${counts[4]} ${counts[12]}`);
	t.true(counts.slice(900).some(count => count > 0));
});

test('random: draws rank 0 for a size of one', t => {
	const random = new Random(1, 1);
	for (let draw = 0; draw < 100; draw += 1) t.is(new Popularity(1, 4).draw(random), 0);
});

test('random: makes unique identifiers that look like real ones', t => {
	const seen = new Set<string>();
	for (let index = 0; index < 50_000; index += 1) {
		const id = identifier('TR', 3, index, 4);
		if (!/^TR[A-D]{3}[A-Z]{2}12[0-9A-F]{9}$/.test(id)) t.fail(id);
		seen.add(id);
	}
	t.is(seen.size, 50_000);
	t.not(identifier('SO', 3, 0), identifier('SO', 4, 0));
});

test('yields to the event loop during long work', async t => {
	let turns = 0;
	let over = false;
	const turn = () => {
		turns += 1;
		if (!over) setImmediate(turn);
	};
	setImmediate(turn);
	await generateAll({directory: freshPath(), events: 60_000, songs: 10, days: 2, seed: 2});
	over = true;
	// 27 MB, a quarter of a megabyte at a time.
	t.true(turns > 80, `others had ${turns} turns`);
});
