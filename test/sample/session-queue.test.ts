import test from 'ava';
import type {UserSession} from '../../src/sample/session.js';
import {SessionQueue} from '../../src/sample/session-queue.js';

const session = (id: number, at: number): UserSession => ({
	id,
	at,
	user: id,
	neverPlays: false,
	repeatedItem: -1,
	item: 0,
	left: 1,
	loggedIn: true,
	page: undefined,
});

test('returns the earliest session first, the older one on a tie', t => {
	const queue = new SessionQueue();
	for (const [id, at] of [
		[4, 30],
		[2, 10],
		[5, 10],
		[3, 50],
		[1, 30],
	] as const)
		queue.push(session(id, at));
	const order: number[] = [];
	for (let first = queue.first; first !== undefined; first = queue.first) {
		order.push(first.id);
		queue.removeFirst();
	}
	t.deepEqual(order, [2, 5, 1, 4, 3]);
});

test('reorders a session whose time has changed', t => {
	const queue = new SessionQueue();
	for (const [id, at] of [
		[1, 10],
		[2, 20],
		[3, 30],
	] as const)
		queue.push(session(id, at));
	queue.first!.at = 25;
	queue.settleFirst();
	t.is(queue.first!.id, 2);
	queue.removeFirst();
	t.is(queue.first!.id, 1);
	queue.removeFirst();
	t.is(queue.first!.id, 3);
});

test('has no first session if it is empty', t => {
	const queue = new SessionQueue();
	queue.removeFirst();
	queue.settleFirst();
	t.is(queue.first, undefined);
});
