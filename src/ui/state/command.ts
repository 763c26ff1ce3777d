import type {EditorCommand} from '../../notebook/editor.js';

/** What a key can do. The key table maps keys to commands in each mode. */
export type Command =
	| {readonly type: 'edit'; readonly edit: EditorCommand}
	| {readonly type: 'scroll'; readonly to: Motion}
	| {readonly type: CommandType};

export type CommandType = StageCommand | PaneCommand | CommonCommand;

/** Ways to move through the lines of a text, the entries of a list or the cells of a table. */
export type Motion =
	| 'up'
	| 'down'
	| 'left'
	| 'right'
	| 'page-up'
	| 'page-down'
	| 'start'
	| 'end'
	| 'row-start'
	| 'row-end';

export type StageCommand =
	| 'run-stage'
	| 'confirm'
	| 'continue-past-rejects'
	| 'show-rejects'
	| 'skip-stage'
	| 'run-all'
	| 'go-on'
	| 'go-to-blocker'
	| 'go-to-running'
	| 'go-back'
	| 'select-number'
	| 'show-sql'
	| 'open-check'
	| 'dry-run'
	| 'show-dry-run'
	| 'wait-for-loads'
	| 'end-loads'
	| 'start-over'
	| 'refuse-during-load'
	| 'move-damaged-file';

export type PaneCommand =
	| 'open-editor'
	| 'open-stages'
	| 'open-gallery'
	| 'enter'
	| 'run-query'
	| 'complete'
	| 'leave-editor'
	| 'accept-completion'
	| 'search-history'
	| 'accept-match'
	| 'run-gallery'
	| 'insert-gallery'
	| 'run-gallery-number'
	| 'more-rows'
	| 'show-record'
	| 'copy-cell'
	| 'end-of-input'
	| 'help-if-empty';

export type CommonCommand = 'close' | 'help' | 'interrupt' | 'redraw' | 'suspend' | 'quit' | 'confirm-quit';
