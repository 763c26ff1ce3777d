import type {CheckId, Finding, Report} from '../doctor/finding.js';
import {findingJson, findingLines, type LineStyle, labels} from '../doctor/finding-lines.js';
import type {TerminalInfo} from '../doctor/terminal-info.js';
import {fitWidth} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {LiveLine} from '../plain/live-line.js';
import {StandardOutput} from './standard-output.js';
import {canRewrite} from './standard-reporter.js';

/** What a person sees of the doctor's work, or with `--json` a program. */
export class DoctorReporter {
	readonly findings: Finding[] = [];
	readonly #reports: Report[] = [];
	readonly #json: boolean;
	readonly #style: LineStyle;
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

	/** What is looked at now. */
	begin(what: string): void {
		const dots = this.#style.unicode ? '…' : '...';
		this.#line?.show(fitWidth(`${dots} ${what}`, terminalSize(process.stderr).columns - 1));
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

	/** What the first of some checks found that did not go well. */
	failedOf(ids: readonly CheckId[]): string | undefined {
		const report = this.#reports.find(({id, finding}) => ids.includes(id) && finding.status !== 'ok');
		return report === undefined ? undefined : `${labels[report.id]}: ${report.finding.found}`;
	}
}
