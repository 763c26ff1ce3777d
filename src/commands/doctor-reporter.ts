import type {DoctorCheckId, Finding, Report} from '../doctor/finding.js';
import {type FindingStyle, findingJson, findingLines, labels} from '../doctor/finding-lines.js';
import type {TerminalInfo} from '../doctor/terminal-info.js';
import {fitWidth} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {LiveLine} from '../plain/live-line.js';
import {StandardOutput} from './standard-output.js';
import {canRewrite} from './standard-reporter.js';

/** Prints the doctor's findings as text or JSON, and its progress on standard error. */
export class DoctorReporter {
	readonly findings: Finding[] = [];
	readonly #reports: Report[] = [];
	readonly #json: boolean;
	readonly #style: FindingStyle;
	readonly #out: StandardOutput;
	readonly #line: LiveLine | undefined;

	constructor(
		{outputIsTerminal, colorDepth, columns, encoding}: TerminalInfo,
		json: boolean,
		out: NodeJS.WritableStream,
	) {
		this.#out = new StandardOutput(out);
		this.#json = json;
		this.#style = {
			color: colorDepth > 1,
			unicode: encoding !== 'other',
			columns: outputIsTerminal && columns > 0 ? columns : undefined,
		};
		this.#line = canRewrite(process.stderr) ? new LiveLine(process.stderr) : undefined;
	}

	/** Shows what is being checked. */
	begin(check: string): void {
		const dots = this.#style.unicode ? '…' : '...';
		this.#line?.show(fitWidth(`${dots} ${check}`, terminalSize(process.stderr).columns - 1));
	}

	clear(): void {
		this.#line?.clear();
	}

	async report(report: Report): Promise<void> {
		this.clear();
		this.findings.push(report.finding);
		this.#reports.push(report);
		const lines = this.#json ? [findingJson(report)] : findingLines(report, this.#style);
		await this.#out.write(lines.map(line => `${line}\n`).join(''));
	}

	/** The result of the first of these checks that is not `ok`. */
	failedOf(ids: readonly DoctorCheckId[]): string | undefined {
		const report = this.#reports.find(({id, finding}) => ids.includes(id) && finding.status !== 'ok');
		return report === undefined ? undefined : `${labels[report.id]}: ${report.finding.found}`;
	}
}
