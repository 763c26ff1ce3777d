import type {EditorAction} from './editor.js';
import {lineEnd, lineStart, nextPlace, previousPlace} from './text-positions.js';

/** The state of vi keys beside the editor's. */
export type ViState = {
	readonly mode: 'insert' | 'normal';
	/** The keys of an unfinished command, e.g. `2d`. */
	readonly pending: string;
	/** Text that was deleted or yanked last. */
	readonly register: {readonly text: string; readonly isLines: boolean};
	/** The last f, F, t or T. */
	readonly find: {readonly key: string; readonly character: string} | undefined;
};

export const initialVi: ViState = {
	mode: 'insert',
	pending: '',
	register: {text: '', isLines: false},
	find: undefined,
};

/** What a key does to the text, and the state after it. */
export type ViStep = {readonly vi: ViState; readonly actions: readonly EditorAction[]};

type Text = {readonly text: string; readonly cursor: number};

/** A command of normal mode: count, operator with its own count, and the key with its argument. */
const command = /^([1-9]\d*)?(?:([dcy])([1-9]\d*)?)?(g.|[fFtTr].{1,2}|.)$/su;
const unfinished = /^(?:[1-9]\d*)?(?:[dcy](?:[1-9]\d*)?)?[gfFtTr]?$/;

/** Esc in insert mode: the cursor goes onto the last character typed. */
export function leaveInsert(vi: ViState, {text, cursor}: Text): ViStep {
	const to = cursor > lineStart(text, cursor) ? previousPlace(text, cursor) : cursor;
	return {vi: {...vi, mode: 'normal', pending: ''}, actions: [moveTo(to)]};
}

/**
A key of normal mode.
@param key A character, or `ctrl+r`.
@returns undefined if the keys are not a command
*/
export function viKey(vi: ViState, at: Text, key: string): ViStep | undefined {
	if (key === 'ctrl+r') return {vi: {...vi, pending: ''}, actions: [{type: 'redo'}]};
	const keys = vi.pending + key;
	const idle = {...vi, pending: ''};
	if (unfinished.test(keys)) return {vi: {...vi, pending: keys}, actions: []};
	const [, before, operator, after, name = ''] = command.exec(keys) ?? [];
	const hasCount = before !== undefined || after !== undefined;
	const count = Number(before ?? 1) * Number(after ?? 1);
	const step =
		operator === undefined
			? plain(idle, at, name, count, hasCount)
			: operate(idle, at, operator, name, count, hasCount);
	return step && {vi: step.vi, actions: [...step.actions]};
}

/** Where the cursor may be in normal mode: on a character, if the line has one. */
export function onCharacter({text, cursor}: Text): number {
	const start = lineStart(text, cursor);
	const end = lineEnd(text, cursor);
	return cursor === end && end > start ? previousPlace(text, end) : cursor;
}

function moveTo(offset: number): EditorAction {
	return {type: 'move-to', offset};
}

function replace(start: number, end: number, text: string): EditorAction {
	return {type: 'replace', start, end, text};
}

function repeat(action: EditorAction, count: number): readonly EditorAction[] {
	return Array.from({length: Math.min(count, 1000)}, () => action);
}

function plain(vi: ViState, at: Text, name: string, count: number, hasCount: boolean): ViStep | undefined {
	const {text, cursor} = at;
	const start = lineStart(text, cursor);
	const end = lineEnd(text, cursor);
	const insertAt = (...actions: readonly EditorAction[]): ViStep => ({vi: {...vi, mode: 'insert'}, actions});
	const through = (operator: string, motion: string) => operate(vi, at, operator, motion, count, hasCount);
	switch (name) {
		case 'i':
			return insertAt();
		case 'a':
			return insertAt(moveTo(cursor === end ? cursor : nextPlace(text, cursor)));
		case 'I':
			return insertAt(moveTo(firstNonBlank(text, cursor)));
		case 'A':
			return insertAt(moveTo(end));
		case 'o':
			return insertAt(replace(end, end, '\n'));
		case 'O':
			return insertAt(replace(start, start, '\n'), moveTo(start));
		case 'x':
			return cursor === end ? {vi, actions: []} : through('d', 'l');
		case 'X':
			return through('d', 'h');
		case 's':
			return cursor === end ? insertAt() : through('c', 'l');
		case 'S':
			return through('c', 'c');
		case 'D':
			return through('d', '$');
		case 'C':
			return through('c', '$');
		case 'Y':
			return through('y', 'y');
		case 'u':
			return {vi, actions: repeat({type: 'undo'}, count)};
		case 'j':
			return {vi, actions: repeat({type: 'down'}, count)};
		case 'k':
			return {vi, actions: repeat({type: 'up'}, count)};
		case 'J':
			return {vi, actions: joined(at, Math.max(1, count - 1))};
		case '~': {
			const to = characterAfter(text, cursor, end, count);
			const swapped = [...text.slice(cursor, to)].map(swapCase).join('');
			return {vi, actions: [replace(cursor, to, swapped)]};
		}
		case 'p':
		case 'P':
			return put(vi, at, name === 'p', count);
	}
	if (name.startsWith('r')) {
		const to = characterAfter(text, cursor, end, count);
		const isLongEnough = [...text.slice(cursor, end)].length >= count;
		return isLongEnough
			? {vi, actions: [replace(cursor, to, name.slice(1).repeat(count)), moveTo(Math.max(cursor, to - 1))]}
			: {vi, actions: []};
	}
	const motion = motionOf(vi, at, name, count, hasCount);
	if (motion === undefined) return undefined;
	const moved = 'find' in motion ? {...vi, find: motion.find} : vi;
	return {vi: moved, actions: motion.to === undefined ? [] : [moveTo(motion.to)]};
}

type Range = {readonly start: number; readonly end: number; readonly isLines: boolean};

function operate(
	vi: ViState,
	at: Text,
	operator: string,
	name: string,
	count: number,
	hasCount: boolean,
): ViStep | undefined {
	const {text, cursor} = at;
	const found = rangeOf(vi, at, operator, name, count, hasCount);
	if (found === undefined) return undefined;
	if (found === 'none') return {vi, actions: []};
	const {start, end, isLines} = found;
	const kept = {text: text.slice(start, end) + (isLines ? '\n' : ''), isLines};
	const yanked: ViState = {...vi, register: kept};
	switch (operator) {
		case 'y':
			return {vi: yanked, actions: [moveTo(isLines ? Math.min(cursor, lineEnd(text, start)) : start)]};
		case 'c':
			return {vi: {...yanked, mode: 'insert'}, actions: [replace(start, end, '')]};
		default: {
			if (!isLines) return {vi: yanked, actions: [replace(start, end, '')]};
			const isLast = end === text.length;
			const from = isLast ? Math.max(0, start - 1) : start;
			const rest = text.slice(0, from) + text.slice(Math.min(text.length, end + 1));
			const place = isLast ? lineStart(rest, from) : from;
			return {
				vi: yanked,
				actions: [replace(from, Math.min(text.length, end + 1), ''), moveTo(firstNonBlank(rest, place))],
			};
		}
	}
}

/** What an operator acts on; `none` if the motion leads nowhere. */
function rangeOf(
	vi: ViState,
	at: Text,
	operator: string,
	name: string,
	count: number,
	hasCount: boolean,
): Range | 'none' | undefined {
	const {text, cursor} = at;
	const lines = (first: number, last: number): Range => ({
		start: lineStart(text, first),
		end: lineEnd(text, last),
		isLines: true,
	});
	if (name === operator) return lines(cursor, linesDown(text, cursor, count - 1));
	if (name === 'j') {
		const last = linesDown(text, cursor, count);
		return lineEnd(text, cursor) === text.length ? 'none' : lines(cursor, last);
	}
	if (name === 'k') {
		let first = lineStart(text, cursor);
		if (first === 0) return 'none';
		for (let i = 0; i < count && first > 0; i++) first = lineStart(text, first - 1);
		return lines(first, cursor);
	}
	// In vi, cw changes up to the end of the word.
	const isChangeOfWord = operator === 'c' && name === 'w' && classOf(text[cursor]) !== 'blank';
	const motion = isChangeOfWord
		? {to: wordEnd(text, cursor, count, true), isInclusive: true}
		: motionOf(vi, at, name, count, hasCount);
	if (motion === undefined) return undefined;
	if (motion.to === undefined) return 'none';
	if (name === 'G' || name === 'gg') return lines(Math.min(cursor, motion.to), Math.max(cursor, motion.to));
	const start = Math.min(cursor, motion.to);
	let end = Math.max(cursor, motion.to);
	if (motion.isInclusive === true && end < text.length) end = nextPlace(text, end);
	// `dw` on the last word of a line leaves the line end.
	if (name === 'w' && !isChangeOfWord && count === 1)
		end = Math.min(end, Math.max(start, lineEnd(text, start)));
	if (name === 'l')
		end = Math.min(characterAfter(text, cursor, lineEnd(text, cursor), count), lineEnd(text, cursor));
	return start === end ? 'none' : {start, end, isLines: false};
}

type Motion = {
	/** Undefined if it leads nowhere. */
	readonly to: number | undefined;
	/** Whether an operator includes the character there. */
	readonly isInclusive?: boolean;
	readonly find?: ViState['find'];
};

function motionOf(
	vi: ViState,
	{text, cursor}: Text,
	name: string,
	count: number,
	hasCount: boolean,
): Motion | undefined {
	const start = lineStart(text, cursor);
	const end = lineEnd(text, cursor);
	switch (name) {
		case 'h': {
			let to = cursor;
			for (let i = 0; i < count && to > start; i++) to = previousPlace(text, to);
			return {to};
		}
		case 'l':
		case ' ':
			return {to: onCharacter({text, cursor: characterAfter(text, cursor, end, count)})};
		case '0':
			return {to: start};
		case '^':
			return {to: firstNonBlank(text, cursor)};
		case '$': {
			const last = lineEnd(text, linesDown(text, cursor, count - 1));
			return {to: last === start ? last : previousPlace(text, last), isInclusive: last !== start};
		}
		case 'w': {
			let to = cursor;
			for (let i = 0; i < count; i++) to = wordStart(text, to);
			return {to};
		}
		case 'b': {
			let to = cursor;
			for (let i = 0; i < count; i++) to = wordBack(text, to);
			return {to};
		}
		case 'e':
			return {to: wordEnd(text, cursor, count, false), isInclusive: true};
		case 'gg':
			return {to: firstNonBlank(text, linesDown(text, 0, hasCount ? count - 1 : 0))};
		case 'G':
			return {to: firstNonBlank(text, hasCount ? linesDown(text, 0, count - 1) : text.length)};
		case ';':
		case ',': {
			if (vi.find === undefined) return {to: undefined};
			const {key, character} = vi.find;
			return findCharacter(text, cursor, name === ';' ? key : swapCase(key), character, count, true);
		}
	}
	const [, key, character] = /^([fFtT])(.+)$/su.exec(name) ?? [];
	if (key === undefined || character === undefined) return undefined;
	return {...findCharacter(text, cursor, key, character, count, false), find: {key, character}};
}

function findCharacter(
	text: string,
	cursor: number,
	key: string,
	character: string,
	count: number,
	isRepeated: boolean,
): Motion {
	const [start, end] = [lineStart(text, cursor), lineEnd(text, cursor)];
	const isForward = key === 'f' || key === 't';
	const isBefore = key === 't' || key === 'T';
	// Repeated, t would stay where it is.
	let place = isBefore && isRepeated ? cursor + (isForward ? 1 : -1) : cursor;
	for (let i = 0; i < count; i++) {
		place = isForward
			? text.indexOf(character, place + 1)
			: place <= start
				? -1
				: text.lastIndexOf(character, place - 1);
		if (place < start || place >= end) return {to: undefined};
	}
	const to = isBefore ? (isForward ? previousPlace(text, place) : nextPlace(text, place)) : place;
	return {to, isInclusive: isForward};
}

function put(vi: ViState, {text, cursor}: Text, isAfter: boolean, count: number): ViStep {
	const {register} = vi;
	if (register.text === '') return {vi, actions: []};
	const content = register.text.repeat(Math.min(count, 1000));
	const end = lineEnd(text, cursor);
	if (register.isLines) {
		if (!isAfter) {
			const start = lineStart(text, cursor);
			return {vi, actions: [replace(start, start, content), moveTo(firstNonBlank(content, 0) + start)]};
		}
		const lines = `\n${content.slice(0, -1)}`;
		return {vi, actions: [replace(end, end, lines), moveTo(end + 1 + firstNonBlank(content, 0))]};
	}
	const at = isAfter && cursor < end ? nextPlace(text, cursor) : cursor;
	return {vi, actions: [replace(at, at, content), moveTo(at + content.length - 1)]};
}

/** Joins the line with those below it, with a blank between them. */
function joined({text, cursor}: Text, count: number): readonly EditorAction[] {
	let to = lineEnd(text, cursor);
	if (to === text.length) return [];
	const from = to;
	let content = '';
	let place = 0;
	for (let i = 0; i < count && to < text.length; i++) {
		const next = lineEnd(text, to + 1);
		const line = text.slice(to + 1, next).trimStart();
		place = content.length;
		content += line === '' ? '' : ` ${line}`;
		to = next;
	}
	return [replace(from, to, content), moveTo(from + place)];
}

/** The offset after `count` characters, at most `end`. */
function characterAfter(text: string, from: number, end: number, count: number): number {
	let to = from;
	for (let i = 0; i < count && to < end; i++) to = nextPlace(text, to);
	return to;
}

/** An offset in the line that is `count` lines below, or in the last. */
function linesDown(text: string, from: number, count: number): number {
	let place = from;
	for (let i = 0; i < count; i++) {
		const end = lineEnd(text, place);
		if (end === text.length) break;
		place = end + 1;
	}
	return place;
}

function firstNonBlank(text: string, offset: number): number {
	const start = lineStart(text, offset);
	const blanks = /^[ \t]*/.exec(text.slice(start, lineEnd(text, offset)))?.[0].length ?? 0;
	return start + blanks;
}

function classOf(character: string | undefined): 'blank' | 'word' | 'punctuation' {
	if (character === undefined || /\s/.test(character)) return 'blank';
	return /[\p{L}\p{N}\p{M}_]/u.test(character) ? 'word' : 'punctuation';
}

function wordStart(text: string, from: number): number {
	let to = from;
	const kind = classOf(text[to]);
	while (kind !== 'blank' && to < text.length && classOf(text[to]) === kind) to++;
	while (to < text.length && classOf(text[to]) === 'blank') to++;
	return to;
}

function wordBack(text: string, from: number): number {
	let to = from;
	while (to > 0 && classOf(text[to - 1]) === 'blank') to--;
	const kind = classOf(text[to - 1]);
	while (to > 0 && classOf(text[to - 1]) === kind) to--;
	return to;
}

/** The last character of a word. @param staysInWord Whether the word at `from` counts even at its end. */
function wordEnd(text: string, from: number, count: number, staysInWord: boolean): number {
	let to = from;
	for (let i = 0; i < count; i++) {
		if (i > 0 || !staysInWord) to++;
		while (to < text.length && classOf(text[to]) === 'blank') to++;
		const kind = classOf(text[to]);
		while (to + 1 < text.length && classOf(text[to + 1]) === kind) to++;
	}
	return Math.min(to, Math.max(0, text.length - 1));
}

function swapCase(character: string): string {
	const upper = character.toUpperCase();
	return character === upper ? character.toLowerCase() : upper;
}
