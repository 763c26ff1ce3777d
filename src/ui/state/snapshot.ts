import type {LoadSession, SessionTask} from '../../load/load-session.js';
import type {PipelineState} from '../../load/state.js';
import type {Document} from '../../notebook/document/document.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import type {StageId} from '../../star/stages.js';
import type {TransactionState} from '../../warehouse/warehouse.js';
import type {UiState} from './ui-state.js';

/** What the sessions report at one moment. It is read when needed and never stored in the UI's state. */
export type Sessions = {
	readonly load: PipelineState;
	/** The running stage. */
	readonly running: StageId | undefined;
	/** Other work of the load session. */
	readonly task: SessionTask | undefined;
	/** The cells of the notebook. */
	readonly document: Document;
	/** The notebook's file. */
	readonly file: FileState;
	/** The transaction of the notebook's session. */
	readonly transaction: TransactionState;
};

/** Everything that a frame shows: a frame is a function of it. */
export type Snapshot = UiState & Sessions;

/** The notebook's file, as the header shows it. */
export type FileState = {
	/** Its name; undefined without a file. */
	readonly name: string | undefined;
	/** Whether cells have changed since it was saved. */
	readonly isDirty: boolean;
};

export function readSessions(session: LoadSession, notebook: NotebookSession, file: FileState): Sessions {
	const {state: load, running, task} = session;
	return {load, running, task, document: notebook.document, file, transaction: notebook.transaction};
}
