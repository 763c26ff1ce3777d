import {safeText} from '../format/safe-text.js';
import type {PipelineEvent} from '../load/events.js';
import {blockerAdvice, describeBlocker} from '../load/watch-locks.js';
import type {StageId} from '../star/stages.js';
import type {Progress} from '../warehouse/warehouse.js';
import {LiveLine} from './live-line.js';
import {progressLine} from './progress-line.js';
import {stageEndLines, waitingLine} from './stage-lines.js';
import {positionOf} from './stage-position.js';
import {wrapIndented} from './wrap-indented.js';

/** The output of a reporter: standard error, or a stand-in for tests. */
export type ReporterStream = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
};

/** Whether a damaged database file was moved aside, which is the only warning of `connect`. */
function movedFile(event: PipelineEvent): boolean {
	return event.type === 'stage-finished' && event.stage === 'connect' && event.result.warnings !== undefined;
}

/** Time between updates of the progress line, ms. */
const tickMs = 100;

export type ReporterOptions = {
	/** Report only failures, and a damaged database file that was moved aside. */
	readonly quiet?: boolean;
	/** Time between lines of progress where no line can be rewritten, ms. Without it, there are none. */
	readonly progressMs?: number | undefined;
};

/**
Reports a load: a line for each finished stage and, on a terminal, a progress line for the running one. For dry runs only
the latter, because their findings are output.
*/
export class LoadReporter {
	readonly #stages: readonly StageId[];
	readonly #stream: ReporterStream;
	readonly #live: LiveLine | undefined;
	readonly #quiet: boolean;
	readonly #progressMs: number | undefined;
	#progress: Progress = {};
	#timer: NodeJS.Timeout | undefined;

	constructor(
		stages: readonly StageId[],
		stream: ReporterStream,
		{quiet = false, progressMs}: ReporterOptions = {},
	) {
		this.#stages = stages;
		this.#stream = stream;
		this.#quiet = quiet;
		this.#progressMs = progressMs;
		this.#live = stream.isTTY === true ? new LiveLine(stream) : undefined;
	}

	event(event: PipelineEvent): void {
		if (this.#quiet && event.type !== 'stage-failed' && !movedFile(event)) return;
		switch (event.type) {
			case 'stage-planned':
			case 'plans-outdated':
			case 'wait-started':
			case 'wait-ended':
			case 'tables-counted':
			case 'tables-not-counted':
			case 'source-identified':
			case 'files-checked':
				return;
			case 'stage-started':
			case 'dry-run-started':
				this.#progress = {};
				if (this.#live !== undefined) this.#tick(this.#live, event.stage, event.at);
				else if (this.#progressMs !== undefined) this.#printProgress(event.stage, event.at, this.#progressMs);
				return;
			case 'stage-progress':
				this.#reportBlockers(event.progress);
				this.#reportWait(event.progress);
				this.#progress = event.progress;
				return;
			case 'dry-run-progress':
				this.#reportWait(event.progress);
				this.#progress = event.progress;
				return;
			case 'dry-run-finished':
			case 'dry-run-failed':
			case 'dry-run-cancelled':
				this.end();
				return;
			case 'stage-finished':
			case 'stage-failed':
			case 'stage-cancelled':
			case 'stage-skipped':
				this.end();
				this.#print(stageEndLines(event, positionOf(event.stage, this.#stages), this.#columns));
		}
	}

	waiting(stage: StageId, why: string): void {
		this.say(waitingLine(positionOf(stage, this.#stages), why));
	}

	say(...lines: readonly string[]): void {
		if (!this.#quiet) this.#print(lines);
	}

	#print(lines: readonly string[]): void {
		this.#live?.clear();
		const columns = this.#columns;
		const wrapped = columns === undefined ? lines : lines.flatMap(line => wrapIndented(line, columns));
		this.#stream.write(wrapped.map(line => `${line}\n`).join(''));
	}

	/** Removes the progress line. */
	end(): void {
		clearInterval(this.#timer);
		this.#live?.clear();
	}

	/** Reports each session that blocks a stage once, so that the stage doesn't appear to hang. */
	#reportBlockers({blockedBy = []}: Progress): void {
		const before = new Set(this.#progress.blockedBy?.map(({session}) => session));
		const fresh = blockedBy.filter(({session}) => !before.has(session));
		if (fresh.length === 0) return;
		const lines = [...fresh.map(describeBlocker), blockerAdvice(fresh)];
		this.say(...lines.map(line => `    ${safeText(line)}`));
	}

	#reportWait({waitingFor}: Progress): void {
		if (waitingFor !== undefined && waitingFor !== this.#progress.waitingFor)
			this.say(`    ${safeText(waitingFor)}`);
	}

	get #columns(): number | undefined {
		return this.#stream.isTTY === true ? this.#stream.columns : undefined;
	}

	#printProgress(stage: StageId, startedAt: number, everyMs: number): void {
		const position = positionOf(stage, this.#stages);
		this.#timer = setInterval(() => {
			this.say(progressLine(position, this.#progress, Date.now() - startedAt, (this.#columns ?? 80) - 1));
		}, everyMs);
	}

	#tick(live: LiveLine, stage: StageId, startedAt: number): void {
		const position = positionOf(stage, this.#stages);
		const show = () => {
			// The last column stays empty: some terminals wrap when it is written.
			live.show(progressLine(position, this.#progress, Date.now() - startedAt, (this.#columns ?? 80) - 1));
		};
		show();
		this.#timer = setInterval(show, tickMs);
	}
}
