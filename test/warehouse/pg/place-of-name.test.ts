import test from 'ava';
import {placeOfName} from '../../../src/warehouse/pg/place-of-name.js';

const cases: ReadonlyArray<readonly [message: string, sql: string, place: string | undefined]> = [
	['column "nope" does not exist in songplays', 'SELECT nope FROM songplays', 'nope'],
	['column "p.nope" does not exist', 'SELECT p.nope FROM songplays AS p', 'nope'],
	['relation "no_such" does not exist', "SELECT 'no_such' FROM no_such -- no_such", 'no_such -- '],
	['function no_such(integer) does not exist', 'SELECT no_such(1)', 'no_such'],
	[
		'syntax error at or near "FORM" in context "SELECT 1 FORM", at line 1',
		"SELECT '\\'FORM' FORM t",
		'FORM t',
	],
	['syntax error at or near "$" in context "$", at line 1', 'SET search_path TO $', '$'],
	['syntax error at or near "." in context "SELECT .", at line 1', 'SELECT . FROM t', '. FROM'],
	['column "t.Total" does not exist', 'SELECT /* total /* total */ total */ t."total" FROM t', '"total"'],
	// Part of another name, or twice there: no place is better than a wrong one.
	['column "name" does not exist in t', 'SELECT first_name FROM t', undefined],
	['column "nope" does not exist in t', 'SELECT nope FROM t WHERE nope = 1', undefined],
	['Something else', 'SELECT 1', undefined],
];

test('finds the position of the name in an error', t => {
	for (const [message, sql, place] of cases) {
		t.is(placeOfName(message, sql), place === undefined ? undefined : sql.lastIndexOf(place), message);
	}
});
