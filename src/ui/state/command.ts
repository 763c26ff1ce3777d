import type {EditorCommand} from '../../notebook/editor.js';

/** What a key can do. The key table maps keys to commands in each mode. */
export type Command =
	| {readonly type: 'edit'; readonly edit: EditorCommand}
	| {readonly type: 'scroll'; readonly to: Motion}
	| {readonly type: CommandType};

export type CommandType =
	| StageCommand
	| PageCommand
	| EditorModeCommand
	| ResultCommand
	| SetupCommand
	| CommonCommand;

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
	| 'accept-keys'
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

/** Commands of the page, the same in command and in edit mode. */
export type PageCommand =
	| 'open-page'
	| 'open-stages'
	| 'open-gallery'
	| 'run-cell'
	| 'run-from-here'
	| 'run-stale'
	| 'run-all-stages'
	| 'edit-cell'
	| 'leave-editor'
	| 'insert-above'
	| 'insert-below'
	| 'delete-cell'
	| 'undo-deletion'
	| 'move-cell-up'
	| 'move-cell-down'
	| 'toggle-kind'
	| 'fold-output'
	| 'open-result'
	| 'next-chart'
	| 'export'
	| 'copy-text'
	| 'copy-rows'
	| 'name-cell'
	| 'write-mode'
	| 'save'
	| 'search-cells'
	| 'more-rows';

export type EditorModeCommand =
	| 'enter'
	| 'run-statement'
	| 'complete'
	| 'accept-completion'
	| 'search-history'
	| 'accept-match'
	| 'run-gallery'
	| 'insert-gallery'
	| 'run-gallery-number'
	| 'external-editor'
	| 'end-of-input'
	| 'help-if-empty';

/** Commands of a full-screen result. */
export type ResultCommand =
	| 'show-record'
	| 'copy-cell'
	| 'copy-row'
	| 'sort-by-column'
	| 'filter-by-cell'
	| 'search-result'
	| 'next-match'
	| 'previous-match'
	| 'chart-of-result';

/** Commands of the first run and of the browser of files. */
export type SetupCommand =
	| 'choose-start'
	| 'choose-start-number'
	| 'browse-files'
	| 'browse-open'
	| 'browse-use'
	| 'browse-up'
	| 'browse-delete'
	| 'browse-close'
	| 'setup-answer'
	| 'setup-back'
	| 'setup-change'
	| 'setup-choose'
	| 'setup-check'
	| 'setup-go-on'
	| 'setup-write'
	| 'setup-leave'
	| 'use-data'
	| 'save-data';

export type CommonCommand =
	| 'accept-prompt'
	| 'close'
	| 'help'
	| 'start-tour'
	| 'next-tour-step'
	| 'end-tour'
	| 'interrupt'
	| 'redraw'
	| 'suspend'
	| 'quit'
	| 'confirm-quit';
