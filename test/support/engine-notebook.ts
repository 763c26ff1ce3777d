import test from 'ava';
import {findCell} from '../../src/notebook/document/cells.js';
import type {CellId} from '../../src/notebook/document/document.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import type {Row} from '../../src/warehouse/warehouse.js';
import {numbers, type OpenWarehouse, openFixture} from './engine-fixture.js';

/** Runs a text and answers its question, if there is one. Returns its cell, its outputs in short, and the question. */
async function enter(session: NotebookSession, text: string, answer = false) {
	const {id} = session.document.cells.at(-1)!;
	let question: string | undefined;
	const leave = session.subscribe(({type}) => {
		if (type !== 'question-asked') return;
		const {type: kind, about} = session.document.question!;
		question = `${kind}: ${about}`;
		void session.answer(answer);
	});
	session.dispatch({type: 'text-changed', id, text});
	await session.run([id]);
	leave();
	return {id, outputs: outputsOf(session, id), question};
}

function outputsOf(session: NotebookSession, id: CellId): ReadonlyArray<string | readonly Row[]> {
	const {outputs = []} = findCell(session.document, id)?.run ?? {};
	return outputs.map(output => {
		if (output.type === 'result') return output.rows;
		return output.type === 'message' ? output.tag : output.failure.message;
	});
}

/** Statements that PostgreSQL refuses in a transaction. */
const outside = [
	'VACUUM users',
	'CREATE DATABASE other',
	'DROP DATABASE other',
	'ALTER DATABASE other SET TABLESPACE elsewhere',
	'ALTER SYSTEM SET work_mem = 64',
	"CREATE TABLESPACE elsewhere LOCATION '/nowhere'",
	'DROP TABLESPACE elsewhere',
	'CREATE INDEX CONCURRENTLY some_index ON users (user_id)',
	'DROP INDEX CONCURRENTLY some_index',
	'REINDEX TABLE CONCURRENTLY users',
	'REINDEX DATABASE other',
	'CLUSTER',
];

/** "Read-only by default"; in write mode a destructive statement waits for commit or rollback. */
export function notebookTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, notebook: asks before it commits a destructive statement`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		await warehouse.run('INSERT INTO users (user_id) VALUES (1), (2), (3)');
		const session = new NotebookSession(warehouse.notebook, {on: name, isReadOnly: false});
		const no = await enter(session, 'DELETE FROM users WHERE user_id < 3');
		t.is(no.question, 'commit: DELETE 2');
		t.deepEqual(no.outputs, ['ROLLBACK']);
		t.is(session.transaction, 'none');
		t.deepEqual(await rows('SELECT count(*) FROM users'), [[3]]);
		const yes = await enter(session, 'DELETE FROM users WHERE user_id < 3; SELECT user_id FROM users', true);
		t.is(yes.question, 'commit: DELETE 2');
		t.deepEqual(yes.outputs, ['DELETE 2', [[3]]]);
		t.is(session.transaction, 'none');
		t.deepEqual(await rows('SELECT user_id FROM users'), [[3]]);
		const own = await enter(session, 'BEGIN; DELETE FROM users; ROLLBACK');
		t.is(own.question, undefined);
		t.deepEqual(own.outputs, ['BEGIN', 'DELETE 1', 'ROLLBACK']);
		t.deepEqual(await rows('SELECT user_id FROM users'), [[3]]);
		session.dispatch({type: 'write-mode-set', isReadOnly: true});
		const refused = await enter(session, 'DELETE FROM users');
		t.is(refused.question, undefined);
		t.deepEqual(refused.outputs, ['This statement changes data, and the session is read-only.']);
		t.deepEqual(await rows('SELECT user_id FROM users'), [[3]]);
	});

	test.serial(`${name}, notebook: asks before a statement that cannot be rolled back`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const {engine, notebook} = warehouse;
		for (const sql of ['DELETE FROM users', 'DROP TABLE users', 'SELECT 1 AS "vacuum"'])
			t.true(notebook.canRollBack(sql), sql);
		const session = new NotebookSession(notebook, {on: name, isReadOnly: false});
		await warehouse.run('INSERT INTO users (user_id) VALUES (1)');
		const {question, outputs} = await enter(session, 'TRUNCATE users');
		t.is(question?.split(':')[0], engine === 'redshift' ? 'run' : 'commit');
		t.deepEqual(outputs, [engine === 'redshift' ? 'Not run' : 'ROLLBACK']);
		t.deepEqual(await rows('SELECT user_id FROM users'), [[1]]);
		if (engine === 'redshift') {
			for (const sql of ['VACUUM', 'ALTER TABLE a APPEND FROM b', 'DROP DATABASE d'])
				t.false(notebook.canRollBack(sql), sql);
			t.true(notebook.canRollBack('ALTER TABLE a ADD COLUMN b int'));
		}
		if (engine !== 'postgres') return;
		for (const sql of outside) {
			t.false(notebook.canRollBack(sql), sql);
			const {outputs: inTransaction} = await enter(session, `BEGIN; ${sql}`);
			t.regex(String(inTransaction[1]), /cannot (?:run|be executed) inside a transaction block/, sql);
			await notebook.close();
		}
		t.deepEqual(await enter(session, 'VACUUM users', true), {
			id: session.document.cells.at(-2)!.id,
			outputs: ['VACUUM'],
			question: 'run: VACUUM users',
		});
		// Only the server knows that this procedure commits.
		await warehouse.run(
			'CREATE PROCEDURE purge() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; COMMIT; END $$',
		);
		t.is((await enter(session, 'CALL purge()')).question, 'run: CALL purge()');
		t.deepEqual(await rows('SELECT user_id FROM users'), [[1]]);
		t.deepEqual((await enter(session, 'CALL purge()', true)).outputs, ['CALL']);
		t.deepEqual(await rows('SELECT user_id FROM users'), []);
	});

	test.serial(`${name}, notebook: more runs the query of a closed result again`, async t => {
		const {warehouse} = await openFixture(t, open);
		for (const isReadOnly of [true, false]) {
			const session = new NotebookSession(warehouse.notebook, {on: name, isReadOnly});
			const {id} = await enter(session, `${numbers(4)} ORDER BY i;`);
			const held = () => outputsOf(session, id)[0] ?? [];
			t.is(session.document.open, id);
			await session.more(id);
			t.is(held().length, 2000);
			await enter(session, 'SELECT 1');
			t.is(session.document.open, undefined);
			await session.more(id);
			t.deepEqual([held().length, held()[2999]], [3000, [2999]]);
			await session.more(id);
			t.deepEqual([held().length, held()[3999]], [4000, [3999]]);
			await session.close();
			t.is(session.transaction, 'none');
		}
	});
}
