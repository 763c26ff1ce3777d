import test from 'ava';
import {UsageError} from '../../src/errors.js';
import {checkOptions} from '../../src/sample/options.js';

const good = {events: 8000, songs: 1500, days: 30, seed: 1};

test('accepts whole numbers within the limits', t => {
	t.notThrows(() => checkOptions(good));
	t.notThrows(() => checkOptions({events: 1, songs: 1, days: 1, seed: 0}));
	t.notThrows(() => checkOptions({events: 100_000_000, songs: 1_000_000, days: 3650, seed: 4_294_967_295}));
});

for (const {change, message, where, advice} of [
	{
		change: {events: 100_000_001},
		message: "The number of events can't be 100,000,001.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {events: 2.5},
		message: "The number of events can't be 2.5.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {events: 0},
		message: "The number of events can't be 0.",
		where: '--events',
		advice: 'Use a whole number from 1 to 100,000,000.',
	},
	{
		change: {songs: 1_000_001},
		message: "The number of songs can't be 1,000,001.",
		where: '--songs',
		advice: 'Use a whole number from 1 to 1,000,000.',
	},
	{
		change: {days: 0},
		message: "The number of days can't be 0.",
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {days: -3},
		message: "The number of days can't be -3.",
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {days: Number.NaN},
		message: 'The number of days is not a number.',
		where: '--days',
		advice: 'Use a whole number from 1 to 3,650.',
	},
	{
		change: {seed: -1},
		message: "The seed can't be -1.",
		where: '--seed',
		advice: 'Use a whole number from 0 to 4,294,967,295.',
	},
])
	test(`refused: ${JSON.stringify(change)}`, t => {
		const error = t.throws(() => checkOptions({...good, ...change}), {instanceOf: UsageError});
		t.deepEqual(error.failure, {message, where, advice});
		t.is(error.exitCode, 2);
	});
