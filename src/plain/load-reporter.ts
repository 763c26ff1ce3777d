import {safeText} from '../format/safe-text.js';
import type {PipelineEvent} from '../pipeline/events.js';
import type {StageId} from '../pipeline/stage.js';
import {blockerAdvice, describeBlocker} from '../pipeline/watch-locks.js';
import type {Progress} from '../warehouse/warehouse.js';
import {LiveLine} from './live-line.js';
import {progressLine} from './progress-line.js';
import {stageEndLines, waitingLine} from './stage-lines.js';
import {positionOf} from './stage-position.js';
import {wrapIndented} from './wrap-indented.js';

/** Where the talk goes: standard error, or something like it in a test. */
export type ReporterStream = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
};

/** Whether a damaged database file was moved aside: `connect` warns of nothing else. */
function movedFile(event: PipelineEvent): boolean {
	return event.type === 'stage-finished' && event.stage === 'connect' && event.result.warnings !== undefined;
}

/** Time between two writings of the line of a running stage, ms. */
const tickMs = 100;

/**
Tells a person how a load goes on: a line for each stage that has ended and, on a terminal, one for the running one. Of
dry runs only the latter: what they find out is no talk.
*/
export class LoadReporter {
	readonly #stages: readonly StageId[];
	readonly #stream: ReporterStream;
	readonly #live: LiveLine | undefined;
	readonly #quiet: boolean;
	#progress: Progress = {};
	#timer: NodeJS.Timeout | undefined;

	/** @param quiet Only failures are reported, and that a damaged database file was moved aside. */
	constructor(stages: readonly StageId[], stream: ReporterStream, quiet = false) {
		this.#stages = stages;
		this.#stream = stream;
		this.#quiet = quiet;
		this.#live = stream.isTTY === true ? new LiveLine(stream) : undefined;
	}

	event(event: PipelineEvent): void {
		if (this.#quiet && event.type !== 'stage-failed' && !movedFile(event)) return;
		switch (event.type) {
			case 'stage-planned':
			case 'tables-counted':
			case 'tables-not-counted':
			case 'source-identified':
			case 'files-checked':
				return;
			case 'stage-started':
			case 'dry-run-started':
				this.#progress = {};
				if (this.#live !== undefined) this.#tick(this.#live, event.stage, event.at);
				return;
			case 'stage-progress':
				this.#tellBlockers(event.progress);
				this.#sayWait(event.progress);
				this.#progress = event.progress;
				return;
			case 'dry-run-progress':
				this.#sayWait(event.progress);
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

	/** Ends the line of the running stage. */
	end(): void {
		clearInterval(this.#timer);
		this.#live?.clear();
	}

	/** Each session that holds a stage up, once: without a word it would seem that nothing happens. */
	#tellBlockers({blockedBy = []}: Progress): void {
		const before = new Set(this.#progress.blockedBy?.map(({session}) => session));
		const fresh = blockedBy.filter(({session}) => !before.has(session));
		if (fresh.length === 0) return;
		const lines = [...fresh.map(describeBlocker), blockerAdvice(fresh)];
		this.say(...lines.map(line => `    ${safeText(line)}`));
	}

	#sayWait({waitingFor}: Progress): void {
		if (waitingFor !== undefined && waitingFor !== this.#progress.waitingFor)
			this.say(`    ${safeText(waitingFor)}`);
	}

	get #columns(): number | undefined {
		return this.#stream.isTTY === true ? this.#stream.columns : undefined;
	}

	#tick(live: LiveLine, stage: StageId, startedAt: number): void {
		const position = positionOf(stage, this.#stages);
		const show = () => {
			// The last column stays free: some terminals go to the next line when it is written to.
			live.show(progressLine(position, this.#progress, Date.now() - startedAt, (this.#columns ?? 80) - 1));
		};
		show();
		this.#timer = setInterval(show, tickMs);
	}
}
