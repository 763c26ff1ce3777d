import {count} from '../../format/figures.js';
import type {CellOutput, CellRun} from './cell.js';
import {findCell, isBusy, isRunnable, restingState, updateCell} from './cells.js';
import type {Cell, CellId, Document, RunAction, RunningCell} from './document.js';
import {appendInput, insertCell, newCell, removeCell} from './reduce-edit.js';
import {releaseRows} from './release-rows.js';
import {namedCellChanged, tablesChanged, withTextStaleness} from './staleness.js';

/** Applies what happens while cells run. */
export function reduceRun(document: Document, action: RunAction): Document {
	switch (action.type) {
		case 'cells-queued':
			return queueCells(document, action.ids);
		case 'queue-cleared':
			return clearQueue(document);
		case 'run-started':
			return startRun(document, action.running);
		case 'statement-ended': {
			const {running} = document;
			if (running === undefined) return document;
			const outputs = [...running.outputs, action.output];
			const statement = Math.min(outputs.length + 1, running.statements);
			return {...document, running: {...running, outputs, statement}};
		}
		case 'run-ended':
			return endRun(document, action.run, action.isOpen);
		case 'command-answered':
			return answerCommand(document, action);
		case 'rows-fetched':
			return fetchRows(document, action.id, action.output, action.isOpen);
		case 'result-closed':
			return closeResult(document, action.afterMs);
		case 'question-asked':
			return {...document, question: action.question};
		case 'question-answered':
			return document.question === undefined ? document : {...document, question: undefined};
		case 'tables-changed':
			return tablesChanged(document, action.tables, action.because, action.by);
	}
}

function queueCells(document: Document, ids: readonly CellId[]): Document {
	const cells = [...new Set(ids)].flatMap(id => findCell(document, id) ?? []);
	const queued = new Set(cells.filter(cell => isRunnable(cell) && !isBusy(document, cell.id)));
	if (queued.size === 0) return document;
	const input = document.cells.at(-1)!;
	const {summary: _, ...kept} = document;
	const isIdle = document.running === undefined && document.queue.length === 0;
	const changed: Document = {
		...(isIdle ? {...kept, firstNumber: document.nextNumber} : document),
		queue: [...document.queue, ...[...queued].map(({id}) => id)],
		cells: document.cells.map(cell =>
			queued.has(cell) ? {...cell, state: 'queued', ...(cell === input && {isFromInput: true})} : cell,
		),
	};
	return queued.has(input) ? appendInput(changed) : changed;
}

/** The queued cells are in the state before they were queued. */
function clearQueue(document: Document): Document {
	if (document.queue.length === 0) return document;
	const queued = new Set(document.queue);
	return {
		...document,
		queue: [],
		cells: document.cells.map(cell => (queued.has(cell.id) ? {...cell, state: restingState(cell)} : cell)),
	};
}

function startRun(document: Document, running: RunningCell): Document {
	const started = {
		...document,
		running,
		open: undefined,
		queue: document.queue.filter(id => id !== running.id),
	};
	const cell = findCell(document, running.id);
	if (running.purpose === 'more' || cell === undefined) return {...started, open: document.open};
	const isNew = running.purpose === 'run' || cell.number === undefined;
	const number = isNew ? document.nextNumber : cell.number;
	const numbered = updateCell(started, cell.id, ({staleBecause: _, ...before}) => ({
		...before,
		state: 'running',
		number,
		ranText: before.text,
	}));
	return {
		...withoutFailedInput(numbered, cell, document),
		nextNumber: document.nextNumber + (isNew ? 1 : 0),
	};
}

/** The first run of what was typed into the input replaces the last run, if that was typed there too and failed. */
function withoutFailedInput(
	document: Document,
	{id, isFromInput, number}: Cell,
	{nextNumber}: Document,
): Document {
	const before = document.cells[document.cells.findIndex(cell => cell.id === id) - 1];
	const replaces =
		isFromInput &&
		number === undefined &&
		before?.isFromInput &&
		before.state === 'failed' &&
		before.number === nextNumber - 1;
	return replaces ? removeCell(document, before) : document;
}

function endRun(document: Document, run: CellRun, isOpen: boolean): Document {
	const {running} = document;
	if (running === undefined) return document;
	const {id} = running;
	const isRerun = findCell(document, id)?.run !== undefined;
	const ended = updateCell(
		{...document, running: undefined, question: undefined, open: isOpen ? id : undefined},
		id,
		cell => endedCell(cell, run),
	);
	const isDone = run.state === 'done';
	const name = isDone && isRerun ? findCell(ended, id)?.name : undefined;
	const marked = namedCellChanged(ended, name, 'was run again');
	const isOver = !isDone || marked.queue.length === 0;
	return releaseRows(isOver ? clearQueue(withSummary(marked)) : marked, id);
}

function answerCommand(
	document: Document,
	{id: existing, text, run}: Extract<RunAction, {readonly type: 'command-answered'}>,
): Document {
	const {nextNumber: number, nextId, cells} = document;
	const id = existing ?? nextId;
	const typed: Cell = {...newCell(nextId, 'sql'), text, isFromInput: true};
	const inserted =
		existing === undefined
			? insertCell({...document, nextId: nextId + 1}, cells.length - 1, typed)
			: document;
	const cell = findCell(inserted, id);
	if (cell === undefined || isBusy(inserted, id)) return document;
	const answered = updateCell(inserted, id, ({staleBecause: _, ...before}) =>
		endedCell({...before, number, ranText: text}, run),
	);
	return {...withoutFailedInput(answered, cell, document), nextNumber: number + 1};
}

function endedCell({previous, run: before, ...cell}: Cell, run: CellRun): Cell {
	const succeeded = before?.state === 'done' ? before : previous;
	const isKept = run.state !== 'done' && succeeded !== undefined;
	const ended = {...cell, run, ...(isKept && {previous: succeeded})};
	return withTextStaleness({...ended, state: restingState(ended)});
}

/** Sums up the runs since the queue was last empty, if there were several. */
function withSummary(document: Document): Document {
	const {cells, firstNumber, nextNumber, queue} = document;
	const ran = nextNumber - firstNumber;
	if (ran + queue.length < 2) return document;
	const numbers = (state: CellRun['state']) =>
		cells.flatMap(({number = 0, run}) =>
			number >= firstNumber && run?.state === state ? [`[${number}]`] : [],
		);
	const list = (state: 'failed' | 'cancelled') => {
		const found = numbers(state);
		return found.length === 0 ? [] : [`${count(found.length)} ${state}: ${found.join(', ')}`];
	};
	const notRun = queue.length === 0 ? [] : [`${count(queue.length)} not run`];
	const summary = [`${count(ran)} ran`, ...list('failed'), ...list('cancelled'), ...notRun].join(', ');
	return {...document, summary};
}

function fetchRows(document: Document, id: CellId, output: CellOutput, isOpen: boolean): Document {
	const ended = {...document, running: undefined, open: isOpen ? id : undefined};
	return releaseRows(
		updateCell(ended, id, cell => withLastOutput(cell, output)),
		id,
	);
}

function closeResult(document: Document, afterMs: number | undefined): Document {
	if (document.open === undefined) return document;
	const closed = {...document, open: undefined};
	return updateCell(closed, document.open, cell => {
		const last = cell.run?.outputs.at(-1);
		if (afterMs === undefined || last?.type !== 'result') return cell;
		return withLastOutput(cell, {...last, closedAfterMs: afterMs});
	});
}

function withLastOutput(cell: Cell, output: CellOutput): Cell {
	if (cell.run === undefined) return cell;
	return {...cell, run: {...cell.run, outputs: [...cell.run.outputs.slice(0, -1), output]}};
}
