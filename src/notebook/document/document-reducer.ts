import type {Document, DocumentAction} from './document.js';
import {appendInput, reduceEdit} from './reduce-edit.js';
import {reduceRun} from './reduce-run.js';

/** A document of one empty input. @param options.on Display names of the warehouse and the source */
export function emptyDocument({on, isReadOnly}: Pick<Document, 'on' | 'isReadOnly'>): Document {
	return appendInput({
		cells: [],
		parameters: new Map(),
		nextId: 1,
		nextNumber: 1,
		queue: [],
		firstNumber: 1,
		running: undefined,
		open: undefined,
		question: undefined,
		isReadOnly,
		deleted: [],
		protectedIds: [],
		on,
	});
}

/** Applies an action. Returns the same document if it changes nothing. */
export function documentReducer(document: Document, action: DocumentAction): Document {
	switch (action.type) {
		case 'cells-queued':
		case 'queue-cleared':
		case 'run-started':
		case 'statement-ended':
		case 'run-ended':
		case 'command-answered':
		case 'rows-fetched':
		case 'result-closed':
		case 'question-asked':
		case 'question-answered':
		case 'tables-changed':
			return reduceRun(document, action);
		case 'cell-inserted':
		case 'text-changed':
		case 'cell-deleted':
		case 'deletion-undone':
		case 'cell-moved':
		case 'kind-changed':
		case 'cell-named':
		case 'chart-set':
		case 'output-folded':
		case 'parameter-set':
		case 'write-mode-set':
		case 'cells-protected':
		case 'cells-opened':
			return reduceEdit(document, action);
	}
}
